using Onbehalf.Identity;

namespace Onbehalf.Threads;

/// <summary>The messages of threads: numbered without gaps, only ever added.</summary>
public sealed class MessageStore
{
    /// <summary>Adds what <paramref name="speaker"/> typed, if they are a member, and tells the thread's streams.</summary>
    public Task<Appended> AppendAsync(Authority speaker, ThreadId thread, MessageText text, ClientId? clientId, bool forAgent, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Adds the reply of a turn and tells the streams; the same turn's reply again returns the one that is there.</summary>
    public Task<ThreadMessage.Answer> AppendReplyAsync(TurnId turn, Reply reply, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>What this member may read of the range; a shorter list than asked for means the thread's end.</summary>
    public Task<IReadOnlyList<ThreadMessage>> ListAsync(MemberThread thread, MessageRange range, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<ThreadMessage?> FindAsync(MessageId id, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<ThreadMessage.Answer?> FindReplyAsync(TurnId turn, CancellationToken cancellation) => throw new NotImplementedException();
}
