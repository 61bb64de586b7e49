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
