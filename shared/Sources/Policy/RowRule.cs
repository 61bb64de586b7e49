using System.Collections.Immutable;

namespace Onbehalf.Sources.Policy;

/// <summary>The condition for the rows of a grant.</summary>
internal abstract record RowRule
{
    private RowRule()
    {
    }

    public sealed record All : RowRule;

    public sealed record Every(ImmutableArray<RowRule> Rules) : RowRule;

    public sealed record Either(ImmutableArray<RowRule> Rules) : RowRule;

    public sealed record Negated(RowRule Rule) : RowRule;

    /// <paramref name="Operator"/> is an SQL comparison operator from a fixed list.
    public sealed record Compare(string Column, string Operator, RuleValue Value) : RowRule;

    public sealed record OneOf(string Column, ImmutableArray<RuleValue> Values) : RowRule;

    public sealed record Null(string Column, bool Absent) : RowRule;

    public sealed record Related(string Table, ImmutableSortedDictionary<string, string> On, RowRule Where) : RowRule;
}
