namespace Microsoft.DurableTask.Local.Replay;

/// <summary>Retries in orchestrator time: the waits between attempts are durable timers, so a retry survives a restart.</summary>
internal static class RetryLoop
{
    public static async Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions retry, Func<Task<T>> call)
    {
        var firstAttempt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failed) when (MayRetry(context, retry.Policy, failed, attempt, firstAttempt))
            {
                if (retry.Handler is { } handler && !await handler(Describe(context, failed, attempt, firstAttempt)))
                    throw;
            }

            if (retry.Policy is { } policy)
                await context.CreateTimer(Delay(policy, attempt), CancellationToken.None);
        }
    }

    private static bool MayRetry(
        TaskOrchestrationContext context, RetryPolicy? policy, TaskFailedException failed, int attempt, DateTime firstAttempt) =>
        policy is null
        || (attempt < policy.MaxNumberOfAttempts
            && policy.Handle(failed)
            && (policy.RetryTimeout == Timeout.InfiniteTimeSpan || context.CurrentUtcDateTime < firstAttempt + policy.RetryTimeout));

    private static RetryContext Describe(TaskOrchestrationContext context, TaskFailedException failed, int attempt, DateTime firstAttempt) =>
        new(context, attempt, failed.FailureDetails, context.CurrentUtcDateTime - firstAttempt, CancellationToken.None);

    private static TimeSpan Delay(RetryPolicy policy, int attempt)
    {
        var delay = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var ceiling = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromDays(3650) : policy.MaxRetryInterval;
        return delay < ceiling.TotalMilliseconds ? TimeSpan.FromMilliseconds(delay) : ceiling;
    }
}
