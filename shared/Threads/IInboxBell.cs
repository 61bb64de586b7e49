using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Reaches a person's browsers where no page is open. It says that something waits, and never what.</summary>
public interface IInboxBell
{
    /// <summary>Never throws for a browser that cannot be reached: the item is in the inbox in any case.</summary>
    Task RingAsync(SubjectId person, InboxKind kind, CancellationToken cancellation);
}
