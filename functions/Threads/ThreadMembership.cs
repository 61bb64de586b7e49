using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Changes the members of a conversation outside a room, records it in the audit and notifies the streams. Callers check the permission.
/// </summary>
public sealed class ThreadMembership(ThreadStore threads, EventLog events, OwnHand hand)
{
    private const string Source = "threads";

    internal static Problem DecidedElsewhere() =>
        Problem.Conflict("decided-elsewhere", "This conversation is in Slack, which decides who is in it. Change the members of the channel there.");

    internal Task<bool> SetAsync(Authority by, ThreadWithMembers before, ImmutableArray<Participant> everybody, CancellationToken cancellation)
    {
        var thread = before.Thread.Thread.Id;
        var come = everybody.Select(static person => person.Subject.Value).Except(before.Members.Select(static member => member.Subject.Value));
        var gone = before.Members.Select(static member => member.Subject.Value).Except(everybody.Select(static person => person.Subject.Value));
        var entry = new AuditEntry
        {
            CallId = $"{thread}-members-{Guid.NewGuid():N}",
            Subject = AuditPerson.Of(by.Subject),
            Act = Act.Human,
            Action = AuditAction.Thread,
            Decision = AuditDecision.Allowed,
            ThreadId = thread.Value,
            Resource = new(Source, [thread.Value], []),
            Shape = "members",
            Details = JsonSerializer.Serialize(new { added = come, removed = gone }, JsonSerializerOptions.Web),
        };
        return hand.RecordAsync(
            entry,
            async () =>
            {
                var isChanged = await threads.SetMembersAsync(thread, everybody, CancellationToken.None);
                if (isChanged)
                    await events.AppendAsync(thread, [ThreadEvent.Members()], CancellationToken.None);
                return isChanged;
            },
            static done => done ? null : "no-change",
            cancellation);
    }
}
