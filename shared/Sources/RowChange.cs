using System.Collections.Immutable;

namespace Onbehalf.Sources;

/// <summary>A structured change of one row. Names are looked up in what the person may see; values are only ever parameters.</summary>
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

    /// <summary><paramref name="Old"/> holds the columns of the row that the person may see.</summary>
    public sealed record Ready(string Target, ImmutableSortedDictionary<string, string?> Old, string Digest, ImmutableArray<Evidence.Touched> Touched) : ChangePreview;

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
