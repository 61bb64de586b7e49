namespace Onbehalf.Orchestrations;

/// <summary>Back-off of a turn between requests for a place. It stays below one minute, after which a waiting turn counts as gone.</summary>
internal static class QueuePauses
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static TimeSpan Before(int attempt) => TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(attempt, 4))));
}
