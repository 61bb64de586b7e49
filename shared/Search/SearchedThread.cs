using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>
/// The read position of one search in a thread. Its parts start at fixed sequence numbers, so a message has the same place in every search.
/// </summary>
internal sealed class SearchedThread(ThreadWithMembers thread)
{
    private const int PartSize = 100;

    /// <summary>An upper bound of the clock skew between two instances.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private long _next = thread.Thread.Thread.LastSeq;

    public ThreadWithMembers Thread { get; } = thread;

    /// <summary>An upper bound of the times of the unread messages.</summary>
    public DateTimeOffset Newest { get; private set; } = thread.Thread.Thread.LastAt;

    public bool IsOpen => _next >= First;

    public MessageRange NextRange => RangeUpTo(_next);

    private long First => Thread.Thread.Me.JoinedSeq;

    /// <summary>Advances past the part that was read, and returns the place of each of its messages.</summary>
    public Dictionary<MessageId, MessagePlace> Read(IReadOnlyList<ThreadMessage> part, DateTimeOffset? after)
    {
        _next = NextRange.From - 1;
        var places = new Dictionary<MessageId, MessagePlace>(part.Count);
        var time = part.OfType<ThreadMessage.Typed>().FirstOrDefault()?.At;
        foreach (var message in part)
        {
            time = message is ThreadMessage.Typed typed && typed.At > time ? typed.At : time ?? MessageQuestion.TimeOf(message);
            places[message.Id] = new(time.Value, message.Id);
        }

        if (part.Count > 0)
            Newest = places[part[0].Id].At;
        if (part.Count == 0 || Newest < after - Slack)
            _next = 0;
        return places;
    }

    /// <summary>Skips parts with only newer messages, by binary search.</summary>
    public async Task SkipAsync(Func<long, Task<DateTimeOffset?>> timeAt, DateTimeOffset before)
    {
        var (low, high) = (PartOf(First), PartOf(_next));
        while (low < high)
        {
            var middle = low + ((high - low) / 2) + 1;
            if (await timeAt((middle * PartSize) + 1) is { } time && time >= before + Slack)
                high = middle - 1;
            else
                low = middle;
        }

        _next = Math.Min(_next, (low + 1) * PartSize);
    }

    private static long PartOf(long seq) => (seq - 1) / PartSize;

    private MessageRange RangeUpTo(long last)
    {
        var from = Math.Max(First, (PartOf(last) * PartSize) + 1);
        return new(from, (int)(last - from + 1));
    }
}
