using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>Creates a space. Its creator must be one of its writers or a member of its room.</summary>
public sealed class CreateWikiSpace(OwnHand hand, WikiSpaces spaces)
{
    [Function(nameof(CreateWikiSpace))]
    [Person(Freshness.Now)]
    [Description("Makes a wiki space, for directory groups or for a room.")]
    [Takes(typeof(NewSpace))]
    [Answers(201, typeof(SpaceBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/wiki/spaces")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<NewSpace>(request)).Is(out var wanted, out var problem)
            || !SpaceAudience.TryRead(wanted.Name, wanted.Readers, wanted.Writers, out var audience, out problem))
            return problem;
        if (wanted.RoomId is not null && (audience.Readers.Length > 0 || audience.Writers.Length > 0))
            return Problem.BadRequest("audience", "A room's space is for the people in the room: give roomId or groups, not both.");
        RoomId? room = RoomId.TryParse(wanted.RoomId, out var parsed) ? parsed : null;
        if (wanted.RoomId is not null && room is null)
            return Problem.NotFound();
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        return await MakeAsync(me, audience, room, cancellation);
    }

    private async Task<IResult> MakeAsync(Authority me, SpaceAudience audience, RoomId? room, CancellationToken cancellation)
    {
        var id = SpaceId.New();
        var made = await hand.WriteSpaceAsync(
            me, id.Value, audience, () => spaces.CreateAsync(me, id, audience.Name, audience.Readers, audience.Writers, room, cancellation), cancellation);
        return (made, room) switch
        {
            ({ } space, _) => HttpAnswer.Created(SpaceBody.Of(space, me)),
            (null, not null) => Problem.NotFound(),
            (null, null) => Problem.BadRequest("writers", "One of the writing groups must be yours, or you could not write in your own space."),
        };
    }
}

internal sealed record NewSpace(string Name, IReadOnlyList<string>? Readers = null, IReadOnlyList<string>? Writers = null, string? RoomId = null);
