using System.Collections.Immutable;

namespace Onbehalf.Sources.Policy;

/// <summary>A declared, closed-world policy of a source that does not know its users. The format is in the folder's README.</summary>
public sealed record SourcePolicy(ImmutableHashSet<string> Providers, ImmutableSortedDictionary<string, TablePolicy> Tables)
{
    public PolicyNames Names { get; init; } = PolicyNames.Granted;

    /// <summary>Throws <see cref="FormatException"/> naming the place when the file is not a complete policy.</summary>
    public static SourcePolicy Parse(string json) => PolicyReader.Read(json);
}

/// <summary>Who may learn which tables and columns there are, and under which rules.</summary>
public enum PolicyNames
{
    /// <summary>Of each table and column, whoever it is granted to.</summary>
    Granted,

    /// <summary>Whoever the source knows.</summary>
    Everyone,
}

public sealed record TablePolicy(ImmutableArray<Grant> Grants, ImmutableArray<RowRule> Restrict);

public sealed record Grant(Grantee To, ImmutableArray<string> Columns, RowRule Rows);

public abstract record Grantee
{
    private Grantee()
    {
    }

    public sealed record Everyone : Grantee;

    public sealed record AnyGroup(ImmutableArray<string> Groups) : Grantee;
}
