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
public sealed class ListArtifactVersions(ArtifactRequests requests, ArtifactStore store, ArtifactNames names)
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
                return HttpAnswer.List(
                    [
                        .. logged
                            .Reverse()
                            .Select(one => new ArtifactVersionBody(
                                one.Seq, one.At, PersonBody.Of(one.Author), one.Seq == live.Since ? "put it into the thread" : OpSummary.Of(one.Ops))
                            {
                                Name = named.GetValueOrDefault(one.Seq),
                            }),
                    ],
                    after > Math.Max(live.Since - 1, 0) ? after.ToString(CultureInfo.InvariantCulture) : null);
            });
    }
}

internal sealed record ArtifactVersionBody(long Seq, DateTimeOffset At, PersonBody Author, string Summary)
{
    public string? Name { get; init; }
}
