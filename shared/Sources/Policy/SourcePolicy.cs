using System.Collections.Immutable;

namespace Onbehalf.Sources.Policy;

/// <summary>A declared, closed-world policy of a source without users. The folder's README has the format.</summary>
internal sealed record SourcePolicy(ImmutableHashSet<string> Providers, ImmutableSortedDictionary<string, TablePolicy> Tables)
{
    public PolicyNames Names { get; init; } = PolicyNames.Granted;

    /// <summary>Parses a policy. Throws <see cref="FormatException"/> with the position if the file is not a complete policy.</summary>
    public static SourcePolicy Parse(string json) => PolicyReader.Read(json);
}

/// <summary>The people who may learn the tables, columns and row rules.</summary>
internal enum PolicyNames
{
    /// <summary>People with a grant on the table or column.</summary>
    Granted,

    /// <summary>All people whom the source knows.</summary>
    Everyone,
}

internal sealed record TablePolicy(ImmutableArray<Grant> Grants, ImmutableArray<RowRule> Restrict);

internal sealed record Grant(Grantee To, ImmutableArray<string> Columns, RowRule Rows);

internal abstract record Grantee
{
    private Grantee()
    {
    }

    public sealed record Everyone : Grantee;

    public sealed record AnyGroup(ImmutableArray<string> Groups) : Grantee;
}

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

/// <summary>A value in a condition: a constant of the policy, a claim of the person, or another column of the row.</summary>
internal abstract record RuleValue
{
    private RuleValue()
    {
    }

    public sealed record Text(string Value) : RuleValue;

    public sealed record Whole(long Value) : RuleValue;

    public sealed record Fraction(double Value) : RuleValue;

    /// <c>sub</c>, <c>subject</c> or <c>tenant</c>. <c>groups</c> is valid only in place of a list.
    public sealed record Claim(string Name) : RuleValue;

    public sealed record Column(string Name) : RuleValue;
}
