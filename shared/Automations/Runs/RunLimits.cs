using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Automations.Runs;

/// <summary>Limits of a run beyond those of a turn. docs/reference.md lists the settings.</summary>
/// <param name="Acting">How many runs of one person act at once; the others wait their turn.</param>
/// <param name="Confirmation">How long a side effect that no standing consent covers waits for the author.</param>
/// <param name="Retries">How often an unreachable directory is asked again before the run is parked. Pauses of model calls are in <c>RunTurn</c>.</param>
/// <param name="RetryAfter">The first pause before that; each further one is twice as long.</param>
/// <param name="Kept">How long the orchestration of an ended run is kept; the run itself stays on its author's list.</param>
public sealed record RunLimits(int Acting, TimeSpan Confirmation, int Retries, TimeSpan RetryAfter, TimeSpan Kept)
{
    /// <summary>That a run and all its parts take in all, after the first.</summary>
    public const int FurtherTurns = 20;

    /// <summary>Of one run.</summary>
    public const int MostParts = 5;

    /// <summary>Parts of parts.</summary>
    public const int Deepest = 2;

    /// <summary>Of what a part is to do, in characters.</summary>
    public const int LongestAsk = 4_000;

    /// <summary>From what woke a run to the last moment that it, or a part of it, goes on by itself.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(31);

    public static RunLimits From(IConfiguration configuration) => new(
        Positive(configuration, "ONBEHALF_MAX_RUNNING_RUNS", 5),
        TimeSpan.FromDays(Positive(configuration, "ONBEHALF_RUN_CONFIRMATION_DAYS", 7)),
        Positive(configuration, "ONBEHALF_RUN_RETRIES", 5),
        TimeSpan.FromSeconds(Positive(configuration, "ONBEHALF_RUN_RETRY_SECONDS", 15)),
        TimeSpan.FromDays(Positive(configuration, "ONBEHALF_RUN_KEPT_DAYS", 30)));

    /// <summary>Null when it was tried often enough.</summary>
    public TimeSpan? PauseBefore(int attempt) => attempt < Retries ? RetryAfter * Math.Pow(2, Math.Min(attempt, 20)) : null;

    private static int Positive(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{setting} must be a whole number above 0, not '{text}'."),
    };
}
