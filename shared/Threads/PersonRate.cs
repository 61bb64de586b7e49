using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>A rate limit per person over the last minute. Each instance counts separately.</summary>
/// <param name="most">The maximum number of acts per minute.</param>
public class PersonRate(int most, TimeProvider time)
{
    private const int People = 5_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<SubjectId, Queue<DateTimeOffset>> _acts = [];

    /// <summary>Returns the time to wait if the limit is reached; otherwise null.</summary>
    /// <param name="isCounted">False for a check that does not count as an act.</param>
    public TimeSpan? Refuses(SubjectId person, bool isCounted = true)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_acts.Count > People)
                Forget(now);
            if (!_acts.TryGetValue(person, out var recent))
                _acts[person] = recent = new();
            while (recent.TryPeek(out var oldest) && now - oldest >= Window)
                recent.Dequeue();
            if (recent.Count >= most)
                return recent.Peek() + Window - now;
            if (isCounted)
                recent.Enqueue(now);
            return null;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (person, recent) in _acts.ToArray())
        {
            if (recent.Count == 0 || now - recent.Last() >= Window)
                _acts.Remove(person);
        }
    }
}

/// <summary>The rate limit for messages, edits and reactions of one person.</summary>
public sealed class MessageRate(ThreadLimits limits, TimeProvider time) : PersonRate(limits.MessagesPerMinute, time);
