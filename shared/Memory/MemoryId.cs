using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Memory;

/// <summary>The id of an entry in a person's memory: <c>k</c> and 20 base32 characters. Unique only together with the person.</summary>
public readonly record struct MemoryId
{
    private const char Prefix = 'k';

    private readonly string? _value;

    private MemoryId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty MemoryId names no entry.");

    public static MemoryId New() => new(Prefix + RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length));

    /// <summary>Returns the id of the entry that one call creates, which is the same for each attempt.</summary>
    public static MemoryId OfCall(string callId) =>
        new(
            Prefix
                + string.Concat(
                    SHA256
                        .HashData(Encoding.UTF8.GetBytes(callId))
                        .Take(RandomName.Length)
                        .Select(static b => RandomName.Alphabet[b % RandomName.Alphabet.Length])));

    public static bool TryParse([NotNullWhen(true)] string? text, out MemoryId id)
    {
        var valid = RandomName.IsValid(text, Prefix);
        id = valid ? new(text!) : default;
        return valid;
    }

    public static MemoryId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not an id of a memory entry.");

    public override string ToString() => Value;
}

/// <summary>
/// A memory entry of one person. <paramref name="Evidence"/> is the evidence of the context in which the words were written, and
/// <paramref name="TextAuthors"/> has the other authors of that context. Both are empty for an entry that the person typed.
/// </summary>
public sealed record MemoryEntry(
    MemoryId Id, string Text, DateTimeOffset At, MemoryOrigin From, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    public override string ToString() => $"MemoryEntry({Id})";
}

public enum MemoryOrigin
{
    Agent,
    Hand,
}
