using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Automations.Runs;

/// <summary>Limits of a run beyond those of a turn. docs/reference.md lists the settings.</summary>
/// <param name="Acting">The number of one person's runs that act at the same time. The others are queued.</param>
/// <param name="Confirmation">The time that a side effect without a standing consent waits for the author.</param>
/// <param name="Retries">The number of retries for an unreachable directory before the run is parked. Pauses of model calls are in <c>RunTurn</c>.</param>
/// <param name="RetryAfter">The first back-off delay. Each further one is twice as long.</param>
/// <param name="Kept">The retention of an ended run's orchestration. The run itself stays on its author's list.</param>
public sealed record RunLimits(int Acting, TimeSpan Confirmation, int Retries, TimeSpan RetryAfter, TimeSpan Kept)
{
    /// <summary>The total of further turns of a run and all its parts, after the first turn.</summary>
    public const int FurtherTurns = 20;

    /// <summary>The maximum number of parts of one run.</summary>
    public const int MostParts = 5;

    /// <summary>The maximum depth of parts.</summary>
    public const int Deepest = 2;

    /// <summary>The maximum length of a part's task, in characters.</summary>
    public const int LongestAsk = 4_000;

    /// <summary>The maximum time from a run's start to the last continuation of it or of a part.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(31);

    public static RunLimits From(IConfiguration configuration) => new(
        Positive(configuration, "ONBEHALF_MAX_RUNNING_RUNS", 5),
        TimeSpan.FromDays(Positive(configuration, "ONBEHALF_RUN_CONFIRMATION_DAYS", 7)),
        Positive(configuration, "ONBEHALF_RUN_RETRIES", 5),
        TimeSpan.FromSeconds(Positive(configuration, "ONBEHALF_RUN_RETRY_SECONDS", 15)),
        TimeSpan.FromDays(Positive(configuration, "ONBEHALF_RUN_KEPT_DAYS", 30)));

    /// <summary>Returns the back-off delay before this attempt. Null when no retry is left.</summary>
    public TimeSpan? PauseBefore(int attempt) => attempt < Retries ? RetryAfter * Math.Pow(2, Math.Min(attempt, 20)) : null;

    private static int Positive(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{setting} must be a whole number above 0, not '{text}'."),
    };
}
