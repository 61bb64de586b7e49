namespace Onbehalf.Orchestrations;

/// <summary>How long a turn waits before it asks again for a place: longer each time, short of the minute after which it would count as gone.</summary>
internal static class QueuePauses
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static TimeSpan Before(int attempt) => TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(attempt, 4))));
}
