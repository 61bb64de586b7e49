using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Lists the versions of an artifact with author and time, the newest first, within the caller's history.</summary>
public sealed class ListArtifactVersions(ArtifactRequests requests, ArtifactStore store, ArtifactNames names, ArtifactViews views)
{
    [Function(nameof(ListArtifactVersions))]
    [Person(Freshness.Read)]
    [Description("The versions of an artifact with their authors, the newest first.")]
    [Answers(200, typeof(Listing<ArtifactVersionBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts/{id}/versions")] HttpRequest request, string id)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        long from = 0;
        if (page.Continuation is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out from))
            return Page.Continue();
        return await requests.AnswerAsync(
            request,
            id,
            async (me, live, cancellation) =>
            {
                var upTo = page.Continuation is null ? live.Head.Seq : Math.Min(from, live.Head.Seq);
                // The version that a new member was shown is the first in their list. Its earlier history is not.
                var after = Math.Max(Math.Max(live.Since - 1, 0), upTo - page.Limit);
                var logged = await store.VersionsAsync(live, after, upTo, cancellation);
                var named = await names.OfAsync(live, after, upTo, cancellation);
                var isOpen = await views.AreOpenAsync(me, logged, cancellation);
                return HttpAnswer.List(
                    [.. logged.Select((one, i) => Body(live, one, isOpen[i]) with { Name = named.GetValueOrDefault(one.Seq) }).Reverse()],
                    after > Math.Max(live.Since - 1, 0) ? after.ToString(CultureInfo.InvariantCulture) : null);
            });
    }

    /// <summary>A version is created, changed, or was there when somebody put the artifact into the thread. It can be several of them.</summary>
    private static ArtifactVersionBody Body(LiveArtifact live, LoggedOps one, bool isOpen)
    {
        ArtifactPlacedBody[] placed =
        [
            .. live.Head.Places.Where(place => place.Seq == one.Seq).Select(static place => new ArtifactPlacedBody(PersonBody.Of(place.By), place.At)),
        ];
        if (one.Seq == live.Since && placed is [var first, ..])
            return new(one.Seq, first.At, first.By, "put it into the thread") { Placed = placed };
        if (one.Seq == 1)
            return new(one.Seq, one.At, PersonBody.Of(one.Author), "created it") { Created = true, Placed = placed };
        var (changes, more) = VersionChangeBody.Of(one, isOpen);
        return new(one.Seq, one.At, PersonBody.Of(one.Author), OpSummary.Of(one.Ops)) { Changes = changes, More = more > 0 ? more : null, Placed = placed };
    }
}

internal sealed record ArtifactVersionBody(long Seq, DateTimeOffset At, PersonBody Author, string Summary)
{
    public string? Name { get; init; }

    public bool? Created { get; init; }

    /// <summary>The changes since the version before.</summary>
    public IReadOnlyList<VersionChangeBody> Changes { get; init; } = [];

    /// <summary>The number of further changes.</summary>
    public int? More { get; init; }

    /// <summary>Who put this version into the thread.</summary>
    public IReadOnlyList<ArtifactPlacedBody> Placed { get; init; } = [];
}

internal sealed record ArtifactPlacedBody(PersonBody By, DateTimeOffset At);
