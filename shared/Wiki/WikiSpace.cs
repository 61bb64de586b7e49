using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>
/// Pages with one audience: the directory groups that may read or write, or, for the space of a room, whoever is in the room. Writers
/// read as well.
/// </summary>
public sealed record WikiSpace(SpaceId Id, string Name, ImmutableArray<string> Readers, ImmutableArray<string> Writers, RoomId? Room, Participant CreatedBy)
{
    /// <summary>Who reads it, in words and for the digest of a card.</summary>
    public string Audience => Room is null
        ? $"everyone in {string.Join(", ", Readers.Union(Writers, StringComparer.Ordinal).Order(StringComparer.Ordinal))}"
        : "everyone in its room";

    internal bool Admits(Authority authority) => authority.Groups.Overlaps(Readers) || authority.Groups.Overlaps(Writers);

    /// <summary>Of somebody who may read it.</summary>
    public bool LetsWrite(Authority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return Room is not null || authority.Groups.Overlaps(Writers);
    }
}
