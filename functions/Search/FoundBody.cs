using Onbehalf.Artifacts;
using Onbehalf.Functions.Threads;
using Onbehalf.Ids;
using Onbehalf.Search;
using Onbehalf.Threads;
using Onbehalf.Wiki;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Functions.Search;

/// <summary>
/// A search hit. <c>kind</c> is message, page, artifact, person, room or thread. Texts are plain, with the ranges of the matched words.
/// </summary>
internal sealed record FoundBody(string Kind, string Id, MarkedText Title)
{
    public MarkedText? Excerpt { get; init; }

    /// <summary>The person who typed a message or asked for an answer; the author of a page.</summary>
    public PersonBody? Who { get; init; }

    /// <summary>The kind of author of a message: person or agent.</summary>
    public string? From { get; init; }

    public DateTimeOffset? At { get; init; }

    public ThreadId? ThreadId { get; init; }

    public RoomId? RoomId { get; init; }

    public SpaceId? SpaceId { get; init; }

    /// <summary>The space of a page; the thread of an artifact; the room of a thread or of a message's thread.</summary>
    public string? Where { get; init; }

    public static FoundBody Of(MessageHit hit, MyPlaces places, SubjectId me) => new("message", hit.Message.Id.Value, Plain(MyPlaces.NameOf(hit.Thread, me)))
    {
        Excerpt = hit.Excerpt,
        Who = PersonBody.Of(hit.Message.AskedBy),
        From = hit.Message is ThreadMessage.Answer ? "agent" : "person",
        At = hit.At,
        ThreadId = hit.Message.Id.Thread,
        RoomId = hit.Thread.Thread.Thread.Room,
        Where = RoomName(hit.Thread, places),
    };

    public static FoundBody Of(SearchHit hit, WikiSpace space, SearchTerms terms) =>
        new("page", hit.Page.Id.Value, MarkedText.Whole(hit.Page.Title, terms.Hits(hit.Page.Title)))
        {
            Excerpt = MarkedText.Whole(hit.Passage, terms.Hits(hit.Passage)),
            Who = PersonBody.Of(hit.Page.Author),
            At = hit.Page.At,
            SpaceId = space.Id,
            Where = space.Name,
        };

    public static FoundBody Of(ArtifactHit hit, MyPlaces places, SubjectId me) => new("artifact", hit.Head.Id.Value, hit.Title)
    {
        Excerpt = hit.Excerpt,
        Who = PersonBody.Of(hit.Head.Maker),
        At = hit.Head.ChangedAt,
        ThreadId = hit.Head.Thread,
        Where = places.Threads.FirstOrDefault(thread => thread.Thread.Thread.Id == hit.Head.Thread) is { } home ? MyPlaces.NameOf(home, me) : null,
    };

    public static FoundBody Of(Participant person, SearchTerms terms) =>
        new("person", person.Subject.Value, MarkedText.Whole(person.Name, terms.Hits(person.Name))) { Who = PersonBody.Of(person) };

    public static FoundBody Of(Room room, IReadOnlyList<TermHit> hits) => new("room", room.Id.Value, MarkedText.Whole(room.Name, hits)) { RoomId = room.Id };

    public static FoundBody Of(ThreadWithMembers thread, string name, IReadOnlyList<TermHit> hits, MyPlaces places) =>
        new("thread", thread.Thread.Thread.Id.Value, MarkedText.Whole(name, hits))
        {
            ThreadId = thread.Thread.Thread.Id,
            RoomId = thread.Thread.Thread.Room,
            Where = RoomName(thread, places),
            At = thread.Thread.Thread.LastAt,
        };

    private static MarkedText Plain(string text) => new(text, []);

    private static string? RoomName(ThreadWithMembers thread, MyPlaces places) =>
        thread.Thread.Thread.Room is { } id ? places.Rooms.FirstOrDefault(room => room.Id == id)?.Name : null;
}
