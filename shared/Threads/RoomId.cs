using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>The id of a room: <c>r</c> and 20 random base32 characters.</summary>
public readonly record struct RoomId
{
    private readonly string? _value;

    private RoomId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty RoomId names no room.");

    public static RoomId New() => new('r' + RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length));

    public static bool TryParse([NotNullWhen(true)] string? text, out RoomId id)
    {
        var valid = RandomName.IsValid(text, 'r');
        id = valid ? new(text!) : default;
        return valid;
    }

    public static RoomId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a room id.");

    public override string ToString() => Value;
}

/// <summary>A named group of people. The members of a room are the members of its threads.</summary>
public sealed record Room(RoomId Id, string Name, SubjectId Owner, ImmutableArray<Participant> Members)
{
    public bool Has(SubjectId person) => Members.Any(m => m.Subject == person);
}
