using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>Opens a thread, in a room or with the named people. Without either it is a thread with the agent only.</summary>
public sealed class OpenThread(PeopleStore people, RoomStore rooms, ThreadStore threads)
{
    [Function(nameof(OpenThread))]
    [Person(Freshness.Read)]
    [Description("Opens a thread, in a room or with members.")]
    [Takes(typeof(NewThread))]
    [Answers(201, typeof(ThreadBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/threads")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<NewThread>(request)).Is(out var wanted, out var problem))
            return problem;
        if (GivenName.Clean(wanted.Title, ThreadLimits.MaxTitle) is not { } title)
            return Problem.BadRequest("title", $"A title has at most {ThreadLimits.MaxTitle} characters.");
        if (wanted is { RoomId: not null, Members.Count: > 0 })
            return Problem.BadRequest("members", "A room's thread has the room's members: give roomId or members, not both.");
        var cancellation = request.HttpContext.RequestAborted;
        var me = request.Authority().Subject;
        return wanted.RoomId is { } room ? await InRoomAsync(me, room, title) : await BetweenAsync(me, wanted.Members, title, cancellation);
    }

    private async Task<IResult> InRoomAsync(Subject me, string roomId, string title) =>
        RoomId.TryParse(roomId, out var room) && await rooms.OpenThreadAsync(me, room, title, CancellationToken.None) is { } opened
            ? await CreatedAsync(me, opened)
            : Problem.NotFound();

    private async Task<IResult> BetweenAsync(Subject me, IReadOnlyList<MemberText>? members, string title, CancellationToken cancellation) =>
        await Invited.FindAsync(people, members, cancellation) switch
        {
            Invited.People invited => await CreatedAsync(me, await threads.CreateAsync(me, title, invited.Known, CancellationToken.None)),
            Invited.Refused refused => refused.Problem,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    private async Task<IResult> CreatedAsync(Subject me, MemberThread opened) =>
        await threads.FindWithMembersAsync(me.Id, opened.Thread.Id, CancellationToken.None) is { } thread
            ? HttpAnswer.Created(ThreadBody.Of(thread))
            : Problem.NotFound();
}

internal sealed record NewThread(string? RoomId = null, string? Title = null, IReadOnlyList<MemberText>? Members = null);
