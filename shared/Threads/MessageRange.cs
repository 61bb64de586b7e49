namespace Onbehalf.Threads;

/// <summary>Messages from number <paramref name="From"/> on, in order, at most <paramref name="Limit"/>. Numbers have no gaps.</summary>
public readonly record struct MessageRange(long From, int Limit)
{
    public static MessageRange Newest(ConversationThread thread, int limit) => new(Math.Max(1, thread.LastSeq - limit + 1), limit);
}
