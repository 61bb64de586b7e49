using System.Collections.Immutable;
using Onbehalf.Acts;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

/// <summary>
/// The statement of the deciding code: who acted, how, what was done, on which resource, with which outcome. Only <see cref="Details"/> has
/// data, and it is sealed for the person before it is stored.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>The product's own source of earlier answers. No source of a deployment can have this name.</summary>
    internal const string SharedAnswer = "conversation";

    /// <summary>The idempotency key of the act: the id of the tool call, or another id that a repeated attempt has too.</summary>
    public required string CallId { get; init; }

    public required AuditPerson Subject { get; init; }

    public required Act Act { get; init; }

    public required AuditAction Action { get; init; }

    public required AuditDecision Decision { get; init; }

    /// <summary>A stable code or a fixed sentence; never data.</summary>
    public string? Reason { get; init; }

    public string? ThreadId { get; init; }

    public string? TurnId { get; init; }

    public string? RunId { get; init; }

    /// <summary>The ancestors of <see cref="RunId"/>, from the run that was triggered: the path on which authority was narrowed.</summary>
    public ImmutableArray<string> PartOf { get; init; } = [];

    /// <summary>The person who owns the run.</summary>
    public SubjectId? Author { get; init; }

    /// <summary>The person who confirmed a side effect.</summary>
    public SubjectId? Approver { get; init; }

    /// <summary>The standing consent that replaced a confirmation; null if a person was asked.</summary>
    public string? Consent { get; init; }

    /// <summary>The authors of all text in the context of the model that made the request.</summary>
    public ImmutableArray<SubjectId> TextAuthors { get; init; } = [];

    /// <summary>
    /// The names of the sources in the context of the model that made the request; <c>*</c> is an unknown source. <see cref="SharedAnswer"/> replaces
    /// the sources behind an answer that was shared with the person.
    /// </summary>
    public ImmutableArray<string> ContextSources { get; init; } = [];

    public ToolName? Tool { get; init; }

    public AuditResource? Resource { get; init; }

    /// <summary>The request without its literals.</summary>
    public string? Shape { get; init; }

    /// <summary>The data of the act as JSON text: literals, arguments, row and byte counts. Sealed for <see cref="Subject"/>.</summary>
    public string? Details { get; init; }
}

/// <summary>The way in which a person acted: in person, through the agent while present, or through one of their runs.</summary>
public enum Act
{
    Human,
    AgentAttended,
    AgentUnattended,
}

/// <summary>The decision before the act, or its outcome afterwards.</summary>
public enum AuditDecision
{
    /// <summary>The intent of an act that may happen.</summary>
    Allowed,

    /// <summary>The app refused: the act did not happen.</summary>
    Denied,

    Succeeded,

    /// <summary>The source refused.</summary>
    Refused,

    Failed,

    /// <summary>An intent without an outcome: whether the act happened is unknown.</summary>
    Unknown,
}

/// <summary>The person as they were known when they acted. <paramref name="Name"/> answers "who did this?".</summary>
public sealed record AuditPerson(SubjectId Id, string Issuer, string Name)
{
    /// <summary>The sender of a request without a known person, such as a webhook with a wrong signature.</summary>
    public static AuditPerson Nobody { get; } = new(SubjectId.Parse(new string('a', SubjectId.Length)), "", "nobody");

    public static AuditPerson Of(Subject subject) => new(subject.Id, subject.Issuer, subject.Name);
}

/// <summary>The touched resource. Columns have the form <c>relation.column</c>.</summary>
public sealed record AuditResource(string Source, ImmutableArray<string> Relations, ImmutableArray<string> Columns)
{
    /// <summary>Before the act only the source is known.</summary>
    public static AuditResource Of(string source) => new(source, [], []);

    /// <summary>True if <paramref name="term"/> names the source, a relation, a column or <c>relation.column</c>, with or without the schema.</summary>
    public bool Matches(string term) =>
        Names(Source, term) || Relations.Any(relation => Names(relation, term)) || Columns.Any(column => Names(column, term));

    public bool Equals(AuditResource? other) =>
        other is not null && Source == other.Source && Relations.SequenceEqual(other.Relations) && Columns.SequenceEqual(other.Columns);

    public override int GetHashCode() => HashCode.Combine(Source, Relations.Length, Columns.Length);

    private static bool Names(string name, string term) =>
        name.EndsWith(term, StringComparison.OrdinalIgnoreCase) && (name.Length == term.Length || name[^(term.Length + 1)] == '.');
}
