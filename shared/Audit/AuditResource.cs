using System.Collections.Immutable;

namespace Onbehalf.Audit;

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
