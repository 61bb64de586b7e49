using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// Sends notifications to a person's browsers that have no page open. A notification has no content, only the fact that an item waits.
/// </summary>
public interface IInboxBell
{
    /// <summary>Does not throw for an unreachable browser, because the item is in the inbox anyway.</summary>
    Task RingAsync(SubjectId person, InboxKind kind, CancellationToken cancellation);
}
