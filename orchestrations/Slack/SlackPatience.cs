using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>How long a delivery waits for a Slack that is away: a bit more than a day, every ten minutes at last.</summary>
internal static class SlackPatience
{
    private const int Attempts = 155;

    public static TaskOptions Options { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(Attempts, TimeSpan.FromSeconds(2), 2, TimeSpan.FromMinutes(10)));
}
