using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Sources;

/// <summary>The digest that a confirmation covers: person, source, table, row key, old values and new values.</summary>
internal static class ChangeDigest
{
    public static string Of(Authority authority, string source, string table, RowChange change, ImmutableSortedDictionary<string, string?> old) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new { subject = authority.Subject.Id.Value, source, table, operation = change.Operation.ToString(), change.Key, old, change.Values })));

    /// <summary>Returns the digest of the stored values, which are known only after the write.</summary>
    public static string Of(ImmutableSortedDictionary<string, string?> stored) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(stored)));
}
