using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Messages of one person in the last minute, counted by each instance for itself.</summary>
public sealed class MessageRate(ThreadLimits limits, TimeProvider time)
{
    private const int People = 5_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<SubjectId, Queue<DateTimeOffset>> _sent = [];

    /// <summary>Counts one message; how long to wait when it is one too many.</summary>
    public TimeSpan? Refuses(SubjectId speaker)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_sent.Count > People)
                Forget(now);
            if (!_sent.TryGetValue(speaker, out var recent))
                _sent[speaker] = recent = new();
            while (recent.TryPeek(out var oldest) && now - oldest >= Window)
                recent.Dequeue();
            if (recent.Count >= limits.MessagesPerMinute)
                return recent.Peek() + Window - now;
            recent.Enqueue(now);
            return null;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (person, recent) in _sent.ToArray())
        {
            if (recent.Count == 0 || now - recent.Last() >= Window)
                _sent.Remove(person);
        }
    }
}
