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

/// <summary>Creates a room. The caller becomes its owner and a member.</summary>
public sealed class CreateRoom(PeopleStore people, RoomStore rooms)
{
    [Function(nameof(CreateRoom))]
    [Person(Freshness.Read)]
    [Description("Opens a room; the caller owns it.")]
    [Takes(typeof(NewRoom))]
    [Answers(201, typeof(RoomBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/rooms")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<NewRoom>(request)).Is(out var wanted, out var problem))
            return problem;
        if (GivenName.Clean(wanted.Name, ThreadLimits.MaxRoomName) is not { Length: > 0 } name)
            return Problem.BadRequest("name", $"A room's name has 1 to {ThreadLimits.MaxRoomName} characters.");
        var cancellation = request.HttpContext.RequestAborted;
        var me = request.Authority().Subject;
        return await Invited.FindAsync(people, wanted.Members, cancellation) switch
        {
            Invited.People invited => HttpAnswer.Created(RoomBody.Of(await rooms.CreateAsync(me, name, invited.Known, CancellationToken.None))),
            Invited.Refused unknown => unknown.Problem,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }
}

internal sealed record NewRoom(string Name, IReadOnlyList<MemberText>? Members = null);
