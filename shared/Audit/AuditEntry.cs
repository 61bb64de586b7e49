using System.Collections.Immutable;
using Onbehalf.Acts;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

/// <summary>
/// What the code that decides states: who, how, what, on what, and what came of it. Nothing in it is data except
/// <see cref="Details"/>, which is sealed for the person before it is stored.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>The key of the act: the tool call's id, or another id that a repetition of the same act would have.</summary>
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

    /// <summary>The runs that <see cref="RunId"/> is a part of, the one that something woke first: how authority was narrowed on its way here.</summary>
    public ImmutableArray<string> PartOf { get; init; } = [];

    /// <summary>The human a run belongs to.</summary>
    public SubjectId? Author { get; init; }

    /// <summary>Who confirmed a side effect.</summary>
    public SubjectId? Approver { get; init; }

    /// <summary>The standing consent that stood in for a confirmation; null where a person was asked.</summary>
    public string? Consent { get; init; }

    /// <summary>Everyone whose text was in the context of the model that asked for this.</summary>
    public ImmutableArray<SubjectId> TextAuthors { get; init; } = [];

    public ToolName? Tool { get; init; }

    public AuditResource? Resource { get; init; }

    /// <summary>The request without its literals.</summary>
    public string? Shape { get; init; }

    /// <summary>What is itself data: literals, arguments, row and byte counts, as JSON text. Sealed for <see cref="Subject"/>.</summary>
    public string? Details { get; init; }
}
