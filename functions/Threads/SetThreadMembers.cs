using System.Collections.Immutable;
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
/// <c>PUT /api/threads/{id}/members</c>: sets the members of a conversation outside a room, by its owner. New members read from then on; removed
/// members receive nothing more.
/// </summary>
public sealed class SetThreadMembers(PeopleStore people, ThreadStore threads, ThreadMembership membership)
{
    [Function(nameof(SetThreadMembers))]
    [Person(Freshness.Now)]
    [Description("Sets who is in a conversation outside a room; its owner only, who stays in it.")]
    [Takes(typeof(ThreadPeople))]
    [Answers(200, typeof(ThreadBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/threads/{id}/members")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ThreadPeople>(request)).Is(out var wanted, out var problem))
            return problem;
        var (me, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        if (!ThreadId.TryParse(id, out var thread) || await threads.FindWithMembersAsync(me.Subject.Id, thread, cancellation) is not { } found)
            return Problem.NotFound();
        if (found.IsBehindDoor)
            return ThreadMembership.DecidedElsewhere();
        if (found.Owner is not { } owner)
            return Problem.Conflict("in-room", "This thread has the members of its room. Change the members of the room.");
        if (owner != me.Subject.Id)
            return Problem.Forbidden("not-owner", "Only who opened the conversation changes who is in it.");
        return await Invited.FindAsync(people, wanted.Members, cancellation) switch
        {
            Invited.People invited => await SetAsync(me, found, invited.Known, cancellation),
            Invited.Refused unknown => unknown.Problem,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<IResult> SetAsync(Authority owner, ThreadWithMembers found, IReadOnlyList<Participant> others, CancellationToken cancellation)
    {
        ImmutableArray<Participant> everybody = [Participant.Of(owner.Subject), .. others.Where(person => person.Subject != owner.Subject.Id)];
        await membership.SetAsync(owner, found, everybody, cancellation);
        return await threads.FindWithMembersAsync(owner.Subject.Id, found.Thread.Thread.Id, CancellationToken.None) is { } changed
            ? HttpAnswer.Json(ThreadBody.Of(changed))
            : Problem.NotFound();
    }
}

/// <summary>All members except the owner.</summary>
internal sealed record ThreadPeople(IReadOnlyList<MemberText> Members);
