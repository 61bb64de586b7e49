using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Sources;

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
