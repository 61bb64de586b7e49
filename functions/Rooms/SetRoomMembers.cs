using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Rooms;

/// <summary>Sets the members of a room, by its owner. New members read from then on; removed members lose access to later messages.</summary>
public sealed class SetRoomMembers(PeopleStore people, RoomStore rooms)
{
    [Function(nameof(SetRoomMembers))]
    [Person(Freshness.Read)]
    [Description("Sets who is in a room; its owner only.")]
    [Takes(typeof(RoomMembers))]
    [Answers(200, typeof(RoomBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/rooms/{id}/members")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<RoomMembers>(request)).Is(out var wanted, out var problem))
            return problem;
        var cancellation = request.HttpContext.RequestAborted;
        var me = request.Authority().Subject;
        if (!RoomId.TryParse(id, out var room) || await rooms.FindForMemberAsync(me.Id, room, cancellation) is null)
            return Problem.NotFound();
        return await Invited.FindAsync(people, wanted.Members, cancellation) switch
        {
            Invited.People invited => Answer(await rooms.SetMembersAsync(me.Id, room, invited.Known, CancellationToken.None)),
            Invited.Refused unknown => unknown.Problem,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static IResult Answer(RoomChange change) => change switch
    {
        RoomChange.Done done => HttpAnswer.Json(RoomBody.Of(done.Room)),
        RoomChange.NotOwner => Problem.Forbidden("not-owner", "Only the room's owner changes who is in it."),
        RoomChange.NotFound => Problem.NotFound(),
        _ => throw new InvalidOperationException($"{change.GetType().Name} is not an outcome of changing a room."),
    };
}

internal sealed record RoomMembers(IReadOnlyList<MemberText> Members);
