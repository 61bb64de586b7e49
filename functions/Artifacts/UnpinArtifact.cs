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

/// <summary><c>DELETE /api/rooms/{id}/pins/{pin}</c>: removes the pin of an artifact that the caller has, or of a deleted one, from a room.</summary>
public sealed class UnpinArtifact(ArtifactStore store, RoomStore rooms, ArtifactLists lists, ArtifactHand hand)
{
    [Function(nameof(UnpinArtifact))]
    [Person(Freshness.Read)]
    [Description("Takes an artifact's pin away from a room.")]
    [Answers(204)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/rooms/{id}/pins/{pin}")] HttpRequest request, string id, string pin)
    {
        var (me, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        if (!RoomId.TryParse(id, out var home)
            || !ArtifactId.TryParse(pin, out var artifact)
            || await rooms.FindForMemberAsync(me.Subject.Id, home, cancellation) is null)
            return Problem.NotFound();
        var live = await store.FindAsync(me, artifact, cancellation);
        if (live is null && !await lists.IsDeletedPinAsync(home, artifact, cancellation))
            return Problem.NotFound();
        await hand.RecordAsync(
            me,
            artifact,
            live?.Head.Thread,
            "unpin",
            JsonSerializer.Serialize(new { room = home.Value }, JsonSerializerOptions.Web),
            async () =>
            {
                await lists.UnpinAsync(home, artifact, CancellationToken.None);
                return home;
            },
            static _ => null,
            cancellation);
        return HttpAnswer.Nothing();
    }
}
