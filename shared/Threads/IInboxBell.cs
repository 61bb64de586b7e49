using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Sends notifications to a person's subscribed browsers. A notification has only the kind of the item.</summary>
public interface IInboxBell
{
    /// <summary>Does not throw for an unreachable browser, because the item is in the inbox anyway.</summary>
    Task RingAsync(SubjectId person, InboxKind kind, CancellationToken cancellation);
}
