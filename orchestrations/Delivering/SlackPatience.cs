using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Delivering;

/// <summary>The retry policy of deliveries: a bit more than a day, with intervals up to ten minutes.</summary>
internal static class SlackPatience
{
    private const int Attempts = 155;

    public static TaskOptions Options { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(Attempts, TimeSpan.FromSeconds(2), 2, TimeSpan.FromMinutes(10)));
}
