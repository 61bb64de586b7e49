using System.Globalization;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Rate limit for one person's runs that events or the person started in the last minute. It counts stored runs of all instances and pending
/// starts of this one. Concurrent starts on several instances can exceed the limit slightly.
/// </summary>
public sealed class StartRate(AutomationLimits limits, RunStore runs, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PersonRate _here = new(limits.StartsPerMinute, time);

    internal string Sentence =>
        string.Create(CultureInfo.InvariantCulture, $"Your automations may begin {limits.StartsPerMinute} runs a minute. Wait a moment.");

    /// <summary>Counts one start. Returns the time to wait if the limit is reached.</summary>
    internal async Task<TimeSpan?> RefusesAsync(SubjectId author, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_here.Refuses(author, isCounted: false) is { } wait)
            return wait;
        var everywhere = await runs.AskedSinceAsync(author, now - Window, limits.StartsPerMinute, cancellation);
        return everywhere.Count == limits.StartsPerMinute ? everywhere[^1] + Window - now : _here.Refuses(author);
    }
}
