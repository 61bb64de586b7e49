using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>A person's current threads and rooms. <paramref name="Whole"/> is false when there are more than a search reads.</summary>
public sealed record MyPlaces(ImmutableArray<ThreadWithMembers> Threads, ImmutableArray<Room> Rooms, bool Whole)
{
    private const int AtOnce = 200;

    public static async Task<MyPlaces> OfAsync(SubjectId person, ThreadStore threads, RoomStore rooms, CancellationToken cancellation)
    {
        var inside = rooms.ListForAsync(person, null, SearchLimits.MostRooms, cancellation);
        var found = ImmutableArray.CreateBuilder<ThreadWithMembers>();
        string? next = null;
        do
        {
            var page = await threads.ListForAsync(person, next, AtOnce, cancellation);
            found.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null && found.Count < SearchLimits.MostThreads);
        return new(found.ToImmutable(), [.. (await inside).Items], next is null);
    }

    /// <summary>Returns the members of all of them.</summary>
    public IEnumerable<Participant> People() => Rooms.SelectMany(static room => room.Members)
        .Concat(Threads.SelectMany(static thread => thread.Members).Select(Participant.Of));

    /// <summary>
    /// Keeps the threads that one of the wishes names, by the id or title of the thread or of its room. Also returns the wishes without a match.
    /// </summary>
    public (MyPlaces Places, ImmutableArray<string> Unknown) Within(ImmutableArray<string> wishes, SubjectId me)
    {
        if (wishes.IsEmpty)
            return (this, []);
        var (chosen, unknown) = (new HashSet<ThreadId>(), ImmutableArray.CreateBuilder<string>());
        foreach (var wish in wishes)
        {
            var name = SearchTerms.OfName(wish);
            var named = Rooms.Where(room => room.Id.Value == wish || IsNamed(name, room.Name)).Select(static room => room.Id).ToHashSet();
            var threads = Threads
                .Where(thread =>
                    thread.Thread.Thread.Id.Value == wish
                    || IsNamed(name, NameOf(thread, me))
                    || (thread.Thread.Thread.Room is { } room && named.Contains(room)))
                .ToArray();
            if (threads.Length + named.Count == 0)
                unknown.Add(wish);
            chosen.UnionWith(threads.Select(static thread => thread.Thread.Thread.Id));
        }

        return (this with { Threads = [.. Threads.Where(thread => chosen.Contains(thread.Thread.Thread.Id))] }, unknown.ToImmutable());
    }

    /// <summary>Returns the title; for a thread without one, the names of its other members.</summary>
    public static string NameOf(ThreadWithMembers thread, SubjectId me) => thread.Thread.Title != MemberThread.Untitled
        ? thread.Thread.Title
        : string.Join(", ", thread.Members.Where(member => member.Subject != me).Select(static member => member.Name).Order(StringComparer.Ordinal))
            is { Length: > 0 } others
            ? others
        : MemberThread.Untitled;

    private static bool IsNamed(SearchTerms name, string has) => !name.IsEmpty && name.Find(has) is not null;
}
