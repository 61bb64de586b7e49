using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// Streams the changes of an artifact. It resumes after <c>Last-Event-ID</c> or <c>?after=</c>, a number of ops; without them it starts at
/// the present.
/// </summary>
public sealed class StreamArtifact(ArtifactRequests requests, LiveArtifacts artifacts)
{
    [Function(nameof(StreamArtifact))]
    [Person(Freshness.Read)]
    [Description("Changes of an artifact and who has it open, as it happens; resumes after Last-Event-ID.")]
    [Query("after", "the number of the last op that was read; now when left out")]
    [Answers(200, MediaType = "text/event-stream")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/artifacts/{id}/events")] HttpRequest request, string id) =>
        requests.AnswerAsync(
            request,
            id,
            (me, live, _) =>
            {
                var given = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } resumed ? resumed : request.Query["after"].ToString();
                var after = live.Head.Seq;
                var isPlace =
                    given.Length == 0
                    || (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out after) && after >= live.Since && after <= live.Head.Seq);
                return Task.FromResult(
                    isPlace
                        ? artifacts.For(request.Caller(), me, live, after)
                        : Problem.BadRequest("event-id", "This artifact has no such event. Read it again and connect without one."));
            });
}
