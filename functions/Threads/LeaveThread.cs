using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// <c>DELETE /api/me/threads/{id}</c>: removes the caller from a conversation outside a room. Their messages stay, but they can no longer read
/// the thread.
/// </summary>
public sealed class LeaveThread(ThreadStore threads, ThreadMembership membership)
{
    [Function(nameof(LeaveThread))]
    [Person(Freshness.Now)]
    [Description("Leaves a conversation outside a room.")]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/me/threads/{id}")] HttpRequest request, string id)
    {
        var (me, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        if (!ThreadId.TryParse(id, out var thread) || await threads.FindWithMembersAsync(me.Subject.Id, thread, cancellation) is not { } found)
            return Problem.NotFound();
        if (found.IsBehindDoor)
            return ThreadMembership.DecidedElsewhere();
        if (found.Owner is null)
            return Problem.Conflict("in-room", "This thread has the members of its room. Ask the room's owner to remove you from the room.");
        if (found.Members.Length == 1)
            return Problem.Conflict("last-member", "You are the only one in this conversation. Archive it instead.");
        await membership.SetAsync(me, found, [.. found.Members.Where(member => member.Subject != me.Subject.Id).Select(Participant.Of)], cancellation);
        return HttpAnswer.Nothing();
    }
}
