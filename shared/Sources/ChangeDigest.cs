using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Sources;

/// <summary>What a person says yes to: who, where, which row, what it holds now and what it will hold.</summary>
internal static class ChangeDigest
{
    public static string Of(Authority authority, string source, string table, RowChange change, ImmutableSortedDictionary<string, string?> old) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new { subject = authority.Subject.Id.Value, source, table, operation = change.Operation.ToString(), change.Key, old, change.Values })));

    /// <summary>Of the values as they are stored, which only the write can tell.</summary>
    public static string Of(ImmutableSortedDictionary<string, string?> stored) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(stored)));
}
