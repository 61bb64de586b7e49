using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

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

/// <summary>
/// A value for the parameter <c>:name</c> of a statement. It is bound and never part of the text. A date is <c>yyyy-MM-dd</c>; null is the null
/// of the type.
/// </summary>
public sealed record BoundValue(string Name, BoundType Type, string? Value);

public enum BoundType
{
    Date,
    Text,
}

/// <summary>The digest that a confirmation covers: person, source, table, row key, old values and new values.</summary>
internal static class ChangeDigest
{
    public static string Of(Authority authority, string source, string table, RowChange change, ImmutableSortedDictionary<string, string?> old) =>
        Sha256.HexOfJson(
            new { subject = authority.Subject.Id.Value, source, table, operation = change.Operation.ToString(), change.Key, old, change.Values });

    /// <summary>Returns the digest of the stored values, which are known only after the write.</summary>
    public static string Of(ImmutableSortedDictionary<string, string?> stored) =>
        Sha256.HexOfJson(stored);
}
