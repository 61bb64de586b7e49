using System.Collections.Immutable;

namespace Onbehalf.Sources;

/// <summary>
/// A structured change of one row. Names are looked up in the person's catalogue. Values are parameters only; lists and objects are JSON.
/// </summary>
public sealed record RowChange(
    ChangeOperation Operation,
    string Table,
    ImmutableSortedDictionary<string, string?> Key,
    ImmutableSortedDictionary<string, string?> Values);

public enum ChangeOperation
{
    Insert,
    Update,
    Delete,
}

public abstract record ChangePreview
{
    private ChangePreview()
    {
    }

    /// <param name="Target">The source and table.</param>
    /// <param name="Old">The columns of the row that the person may see.</param>
    /// <param name="Stored">The values in the form that the source will store.</param>
    /// <param name="Digest">The digest of everything that is confirmed.</param>
    /// <param name="Touched">The evidence.</param>
    public sealed record Ready(
        string Target,
        ImmutableSortedDictionary<string, string?> Old,
        ImmutableSortedDictionary<string, string?> Stored,
        string Digest,
        ImmutableArray<Evidence.Touched> Touched) : ChangePreview;

    public sealed record Refused(string Code, string Text) : ChangePreview;
}

public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    public sealed record Done(ImmutableArray<Evidence.Touched> Touched) : ChangeOutcome;

    public sealed record Refused(string Code, string Text) : ChangeOutcome;
}
