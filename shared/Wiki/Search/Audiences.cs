using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Wiki.Search;

/// <summary>
/// Orders the speaker's spaces for a search. A step is one audience: spaces with the same readers that the same members of the thread may read.
/// The audience with most members is first. Spaces that only the speaker reads are last and do not affect the order of the others.
/// </summary>
internal sealed class Audiences(WikiSpaces spaces, ThreadStore threads, MemberAuthorities members)
{
    public async Task<ImmutableArray<ImmutableArray<WikiSpace>>> OfAsync(Permit permit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(permit);
        var mine = await spaces.ReadableAsync(permit.Authority, cancellation);
        var others = await OthersAsync(permit, cancellation);
        var admitted = await Task.WhenAll(others.Select(other => spaces.AmongAsync(other, mine, cancellation)));
        return InOrder(mine, [.. others.Zip(admitted, static (other, may) => (other.Subject.Id, may))]);
    }

    internal static ImmutableArray<ImmutableArray<WikiSpace>> InOrder(
        ImmutableArray<WikiSpace> mine, ImmutableArray<(SubjectId Member, ImmutableHashSet<SpaceId> May)> others) =>
        [
            .. mine.GroupBy(space =>
                    (
                        Members: string.Join(
                            ' ', others.Where(other => other.May.Contains(space.Id)).Select(static other => other.Member.Value).Order(StringComparer.Ordinal)),
                        Readers: Readers(space)))
                .OrderByDescending(static step => step.Key.Members.Count(static c => c == ' ') + (step.Key.Members.Length > 0 ? 1 : 0))
                .ThenBy(static step => step.Key.Readers, StringComparer.Ordinal)
                .ThenBy(static step => step.Key.Members, StringComparer.Ordinal)
                .Select(static step => step.ToImmutableArray()),
        ];

    /// <summary>Returns the sort key of the readers. Spaces of groups precede those of rooms.</summary>
    private static string Readers(WikiSpace space) =>
        space.Room is { } room ? $"room {room}" : $"group {string.Join('\n', space.Readers.Order(StringComparer.Ordinal))}";

    /// <summary>Returns the other members. Empty if the directory is unavailable; each audience is then opened for the speaker alone.</summary>
    private async Task<ImmutableArray<Authority>> OthersAsync(Permit permit, CancellationToken cancellation)
    {
        if (permit.Thread is null || !ThreadId.TryParse(permit.Thread, out var thread))
            return [];
        var everybody = await members.OfAsync(permit.Authority, await threads.MembersAsync(thread, cancellation), cancellation);
        return everybody is { } people ? [.. people.Where(person => person.Subject.Id != permit.Authority.Subject.Id)] : [];
    }
}
