using System.Globalization;
using Onbehalf.Automations;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Automations;

/// <summary>Runs of one person begun by events or by hand in the last minute, counted by each instance for itself.</summary>
public sealed class StartRate(AutomationLimits limits, TimeProvider time)
{
    private const int People = 5_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<SubjectId, Queue<DateTimeOffset>> _begun = [];

    internal string Sentence => string.Create(CultureInfo.InvariantCulture, $"Your automations may begin {limits.StartsPerMinute} runs a minute. Wait a moment.");

    /// <summary>Counts one; how long to wait when it is one too many.</summary>
    internal TimeSpan? Refuses(SubjectId author)
    {
        var now = time.GetUtcNow();
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
