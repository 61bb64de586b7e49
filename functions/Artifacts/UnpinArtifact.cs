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

/// <summary><c>DELETE /api/rooms/{id}/pins/{pin}</c>: removes an artifact's pin from a room.</summary>
public sealed class UnpinArtifact(ArtifactRequests requests, RoomStore rooms, ArtifactLists lists, ArtifactHand hand)
{
    [Function(nameof(UnpinArtifact))]
    [Person(Freshness.Read)]
    [Description("Takes an artifact's pin away from a room.")]
    [Answers(204)]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/rooms/{id}/pins/{pin}")] HttpRequest request, string id, string pin) =>
        requests.AnswerAsync(request, pin, async (me, live, cancellation) =>
        {
            if (!RoomId.TryParse(id, out var home) || await rooms.FindForMemberAsync(me.Subject.Id, home, cancellation) is null)
                return Problem.NotFound();
            await hand.RecordAsync(me, live.Head.Id, live.Head.Thread, "unpin", JsonSerializer.Serialize(new { room = home.Value }, JsonSerializerOptions.Web), async () =>
            {
                await lists.UnpinAsync(home, live.Head.Id, CancellationToken.None);
                return home;
            }, static _ => null, cancellation);
            return HttpAnswer.Nothing();
        });
}
