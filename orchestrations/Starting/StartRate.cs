using System.Globalization;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Rate limit for one person's runs that events or the person started in the last minute. It counts stored runs of all instances and pending
/// starts of this one. Concurrent starts on several instances can exceed the limit slightly.
/// </summary>
public sealed class StartRate(AutomationLimits limits, RunStore runs, TimeProvider time)
{
    private const int People = 5_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<SubjectId, Queue<DateTimeOffset>> _begun = [];

    internal string Sentence => string.Create(CultureInfo.InvariantCulture, $"Your automations may begin {limits.StartsPerMinute} runs a minute. Wait a moment.");

    /// <summary>Counts one start. Returns the time to wait if the limit is reached.</summary>
    internal async Task<TimeSpan?> RefusesAsync(SubjectId author, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (Refuses(author, now, isBegun: false) is { } wait)
            return wait;
        var everywhere = await runs.AskedSinceAsync(author, now - Window, limits.StartsPerMinute, cancellation);
        return everywhere.Count == limits.StartsPerMinute ? everywhere[^1] + Window - now : Refuses(author, now, isBegun: true);
    }

    private TimeSpan? Refuses(SubjectId author, DateTimeOffset now, bool isBegun)
    {
        lock (_gate)
        {
            if (_begun.Count > People)
                Forget(now);
            if (!_begun.TryGetValue(author, out var recent))
                _begun[author] = recent = new();
            while (recent.TryPeek(out var oldest) && now - oldest >= Window)
                recent.Dequeue();
            if (recent.Count >= limits.StartsPerMinute)
                return recent.Peek() + Window - now;
            if (isBegun)
                recent.Enqueue(now);
            return null;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (person, recent) in _begun.ToArray())
        {
            if (recent.Count == 0 || now - recent.Last() >= Window)
                _begun.Remove(person);
        }
    }
}
