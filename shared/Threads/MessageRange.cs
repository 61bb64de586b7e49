namespace Onbehalf.Threads;

/// <summary>A range of at most <paramref name="Limit"/> messages from number <paramref name="From"/>, in order. Numbers have no gaps.</summary>
public readonly record struct MessageRange(long From, int Limit)
{
    public static MessageRange Newest(ConversationThread thread, int limit) => new(Math.Max(1, thread.LastSeq - limit + 1), limit);
}
