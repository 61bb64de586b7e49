using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Search;
using Onbehalf.Threads;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Functions.Search;

/// <summary>Full-text search over the messages, pages, artifacts, people and places that the caller may currently see.</summary>
public sealed class FindAnything(
    ThreadStore threads,
    RoomStore rooms,
    MessageSearch messages,
    WikiSearch pages,
    ArtifactSearch artifacts,
    PeopleSearch people,
    SearchRate rate,
    TimeProvider time)
{
    private const int MostFiltered = 200;
    private const string Me = "me";
    private const string Agent = "agent";

    [Function(nameof(FindAnything))]
    [Person(Freshness.Read)]
    [Description(
        "Messages, wiki pages, artifacts, people, rooms and threads that the caller may see, by their words. Filters may be typed in q or given as parameters."
    )]
    [Query("q", "words, \"phrases\", and filters such as from:bob in:sales after:2026-03-01; the last word may be the beginning of one")]
    [Query("from", "who said it or wrote it: a name, a subject id, me, or agent")]
    [Query("in", "the room, thread or wiki space it is in: a name or an id")]
    [Query("before", "a day, month or year: only what is from before it")]
    [Query("after", "a day, month or year: only what is from then on")]
    [Query("kind", "message, page, artifact, person or place")]
    [Query("zone", "the IANA time zone in which days begin; UTC without it")]
    [Query("limit", "at most this many of a kind")]
    [Query("cursor", "where to go on, from a group of an answer to the same search with its kind")]
    [Answers(200, typeof(FoundEverything))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/search")] HttpRequest request)
    {
        if (!SearchPage.TryRead(request, time.GetUtcNow(), out var page, out var problem))
            return problem;
        var (me, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        if (rate.Refuses(me.Subject.Id) is { } wait)
            return Problem.TooMany("That is many searches in a minute. Wait a moment.", wait);
        var places = await MyPlaces.OfAsync(me.Subject.Id, threads, rooms, cancellation);
        var (wanted, strangers) = await FromAsync(me, page.Query, places, cancellation);
        var (within, nowhere) = places.Within(page.Query.In, me.Subject.Id);
        var inMessages = MessagesAsync(me, page, wanted, within, cancellation);
        var inPages = PagesAsync(me, page, wanted, cancellation);
        var inArtifacts = ArtifactsAsync(me, page, wanted, within, places, cancellation);
        var inNames =
            page.Query.HasFilters || page.Query.Terms.IsEmpty
                ? []
                : new[] { await PeopleAsync(page, places, cancellation), Places(page, places, me.Subject.Id) };
        var (found, spaces) = await inPages;
        ImmutableArray<string> unknown =
        [
            .. strangers.Select(static name => $"{SearchFilter.From}:{name}"),
            .. nowhere.Where(name => !spaces.Contains(name)).Select(static name => $"{SearchFilter.In}:{name}"),
        ];
        return HttpAnswer.Json(new FoundEverything([.. new[] { await inMessages, found, await inArtifacts }.Concat(inNames).OfType<FoundGroup>()], unknown));
    }

    private async Task<FoundGroup?> MessagesAsync(Authority me, SearchPage page, Wanted wanted, MyPlaces within, CancellationToken cancellation)
    {
        if (!page.Wants(SearchKind.Message) || (page.Query.Terms.IsEmpty && !page.Query.HasFilters))
            return null;
        var question = new MessageQuestion(page.Query.Terms, wanted.People, wanted.Agent, page.Query.Before, page.Query.After);
        var found = await messages.FindAsync(me, within.Threads, question, page.After, page.Limit, cancellation);
        var older = found.OlderNotSearched || !within.Whole;
        return found.Hits.IsEmpty && !older
            ? null
            : new(SearchKind.Message, [.. found.Hits.Select(hit => FoundBody.Of(hit, within, me.Subject.Id))], found.More ? found.Hits[^1].Place.Value : null)
            {
                OlderNotSearched = older ? true : null,
            };
    }

    /// <returns>The group, and the requested places that are wiki spaces.</returns>
    private async Task<(FoundGroup? Group, ImmutableHashSet<string> Spaces)> PagesAsync(
        Authority me, SearchPage page, Wanted wanted, CancellationToken cancellation)
    {
        var (query, limit) = (page.Query, page.LimitOf(SearchKind.Page));
        if (!page.Wants(SearchKind.Page) || query.Terms.IsEmpty)
            return (null, []);
        var found = await pages.FindAsync(me, query.Words, query.HasFilters ? 0 : page.Skip, query.HasFilters ? MostFiltered : limit + 1, cancellation);
        var wished = query.In.Select(name => (Name: name, Terms: SearchTerms.OfName(name)))
            .Select(wish =>
                (
                    wish.Name,
                    Spaces: found
                        .Searched.Where(space => space.Id.Value == wish.Name || (!wish.Terms.IsEmpty && wish.Terms.Find(space.Name) is not null))
                        .Select(static space => space.Id)
                        .ToImmutableHashSet()))
            .ToArray();
        var hits = found.Hits
            .Where(hit => wished.Length == 0 || wished.Any(wish => wish.Spaces.Contains(hit.Page.Id.Space)))
            .Where(hit => wanted.People is null || wanted.People.Contains(hit.Page.Author.Subject))
            .Where(hit => (query.Before is not { } before || hit.Page.At < before) && (query.After is not { } after || hit.Page.At >= after))
            .Skip(query.HasFilters ? page.Skip : 0).Take(limit + 1).ToArray();
        ImmutableHashSet<string> spaces = [.. wished.Where(static wish => !wish.Spaces.IsEmpty).Select(static wish => wish.Name)];
        return (
            Group(page, SearchKind.Page, [.. hits.Select(hit => FoundBody.Of(hit, found.Searched.First(space => space.Id == hit.Page.Id.Space), query.Terms))]),
            spaces);
    }

    private async Task<FoundGroup?> ArtifactsAsync(
        Authority me, SearchPage page, Wanted wanted, MyPlaces within, MyPlaces places, CancellationToken cancellation)
    {
        if (!page.Wants(SearchKind.Artifact) || page.Query.Terms.IsEmpty)
            return null;
        var query = page.Query;
        var found = await artifacts.FindAsync(
            me, query.Terms,
            head => (wanted.People is null || wanted.People.Contains(head.Maker.Subject))
                && (query.Before is not { } before || head.ChangedAt < before) && (query.After is not { } after || head.ChangedAt >= after)
                && (query.In.IsEmpty || within.Threads.Any(thread => thread.Thread.Thread.Id == head.Thread)),
            cancellation);
        return Group(
            page,
            SearchKind.Artifact,
            [.. found.Skip(page.Skip).Take(page.LimitOf(SearchKind.Artifact) + 1).Select(hit => FoundBody.Of(hit, places, me.Subject.Id))]);
    }

    private async Task<FoundGroup?> PeopleAsync(SearchPage page, MyPlaces places, CancellationToken cancellation)
    {
        if (!page.Wants(SearchKind.Person))
            return null;
        var found = await people.FindAsync(page.Query.Words, page.Query.Terms, places, cancellation);
        return Group(
            page,
            SearchKind.Person,
            [.. found.Skip(page.Skip).Take(page.LimitOf(SearchKind.Person) + 1).Select(person => FoundBody.Of(person, page.Query.Terms))]);
    }

    private static FoundGroup? Places(SearchPage page, MyPlaces places, SubjectId me)
    {
        if (!page.Wants(SearchKind.Place))
            return null;
        var terms = page.Query.Terms;
        var inRooms = places
            .Rooms.Select(room => (Room: room, Hits: terms.Find(room.Name)))
            .Where(static one => one.Hits is not null)
            .Select(static one => FoundBody.Of(one.Room, one.Hits!));
        var inThreads = places.Threads.OrderByDescending(static thread => thread.Thread.Thread.LastAt)
            .Select(thread => (Thread: thread, Name: MyPlaces.NameOf(thread, me))).Select(one => (one.Thread, one.Name, Hits: terms.Find(one.Name)))
            .Where(static one => one.Hits is not null).Select(one => FoundBody.Of(one.Thread, one.Name, one.Hits!, places));
        return Group(page, SearchKind.Place, [.. inRooms.Concat(inThreads).Skip(page.Skip).Take(page.LimitOf(SearchKind.Place) + 1)]);
    }

    private static FoundGroup? Group(SearchPage page, SearchKind kind, IReadOnlyList<FoundBody> found) =>
        found.Count == 0 ? null : new(kind, [.. found.Take(page.LimitOf(kind))], page.Next(kind, found.Count));

    /// <summary>Resolves the <c>from</c> filter to every person whose name matches. An ambiguous name matches all of them.</summary>
    private async Task<(Wanted Wanted, ImmutableArray<string> Unknown)> FromAsync(
        Authority me, SearchQuery query, MyPlaces places, CancellationToken cancellation)
    {
        if (query.From.IsEmpty)
            return (new(null, Agent: true), []);
        var (meant, unknown) = (ImmutableHashSet.CreateBuilder<SubjectId>(), ImmutableArray.CreateBuilder<string>());
        foreach (var name in query.From.Where(static name => !string.Equals(name, Agent, StringComparison.OrdinalIgnoreCase)))
        {
            SubjectId[] named = string.Equals(name, Me, StringComparison.OrdinalIgnoreCase) ? [me.Subject.Id]
                : SubjectId.TryParse(name, out var id) ? [id]
                : [.. (await people.FindAsync(name, SearchTerms.OfName(name), places, cancellation)).Select(static person => person.Subject)];
            meant.UnionWith(named);
            if (named.Length == 0)
                unknown.Add(name);
        }

        return (new(meant.ToImmutable(), query.From.Any(static name => string.Equals(name, Agent, StringComparison.OrdinalIgnoreCase))), unknown.ToImmutable());
    }

    private sealed record Wanted(ImmutableHashSet<SubjectId>? People, bool Agent);
}
