using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>
/// A set of pages with one audience: the directory groups that may read or write, or, for a room's space, the members of the room. Writers may also read.
/// </summary>
public sealed record WikiSpace(SpaceId Id, string Name, ImmutableArray<string> Readers, ImmutableArray<string> Writers, RoomId? Room, Participant CreatedBy)
{
    /// <summary>The readers as text, also for the digest of a card.</summary>
    public string Audience => Room is null
        ? $"everyone in {string.Join(", ", Readers.Union(Writers, StringComparer.Ordinal).Order(StringComparer.Ordinal))}"
        : "everyone in its room";

    internal bool Admits(Authority authority) => authority.Groups.Overlaps(Readers) || authority.Groups.Overlaps(Writers);

    /// <summary>Returns whether a reader of the space may also write.</summary>
    public bool LetsWrite(Authority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return Room is not null || authority.Groups.Overlaps(Writers);
    }
}
