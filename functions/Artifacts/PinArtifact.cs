using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// <c>PUT /api/rooms/{id}/pins/{pin}</c>: pins an artifact to the top of a room. A pin grants no access: each member sees the pins that
/// they can open.
/// </summary>
public sealed class PinArtifact(ArtifactRequests requests, RoomStore rooms, ArtifactLists lists, ArtifactHand hand)
{
    [Function(nameof(PinArtifact))]
    [Person(Freshness.Read)]
    [Description("Pins an artifact to a room, for its members who have the artifact.")]
    [Answers(204)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/rooms/{id}/pins/{pin}")] HttpRequest request, string id, string pin) =>
        requests.AnswerAsync(
            request,
            pin,
            async (me, live, cancellation) =>
            {
                if (!RoomId.TryParse(id, out var home) || await rooms.FindForMemberAsync(me.Subject.Id, home, cancellation) is null)
                    return Problem.NotFound();
                if (live.Head.Thread is null)
                    return Problem.Conflict("draft", "Only you have this draft. Put it into a thread first.");
                var done = await hand.RecordAsync(
                    me,
                    live.Head.Id,
                    live.Head.Thread,
                    "pin",
                    JsonSerializer.Serialize(new { room = home.Value }, JsonSerializerOptions.Web),
                    () => lists.PinAsync(home, live.Head.Id, CancellationToken.None),
                    static done => done ? null : "too-many-pins",
                    cancellation);
                return done
                    ? HttpAnswer.Nothing()
                    : Problem.Conflict("too-many-pins", $"A room has at most {ArtifactLists.MostPins} pins. Take another one away first.");
            });
}
