using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>
/// From one message in Slack to its delivered answer. The message enters its thread, where its turn is started as any other; then its answer is
/// awaited and delivered. The instance id is computed from the message, so a second start changes nothing.
/// </summary>
public sealed class AnswerInSlack
{
    /// <summary>After so many looks the history begins anew.</summary>
    private const int LooksAtOnce = 40;

    private static readonly TaskOptions Few = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(2), 2));

    [Function(nameof(AnswerInSlack))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var awaited = context.GetInput<SlackHeard>() ?? throw new InvalidOperationException("Which message?");
        try
        {
            var turn = awaited.Turn ?? await context.CallActivityAsync<string?>(nameof(EnterFromSlack), awaited, SlackPatience.Options);
            if (turn is null)
                return;
            awaited = awaited with { Turn = turn };
            for (var looks = 0; looks < LooksAtOnce; looks++)
            {
                var again = await context.CallActivityAsync<SlackAgain>(nameof(DeliverToSlack), awaited, SlackPatience.Options);
                if (again.IsDone)
                    return;
                await context.CreateTimer(TimeSpan.FromSeconds(again.Seconds), CancellationToken.None);
                awaited = awaited with { Looks = awaited.Looks + 1 };
            }
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync(nameof(GiveUpInSlack), awaited, Few);
            return;
        }

        context.ContinueAsNew(awaited);
    }
}

/// <summary>Whether it was delivered, and if not, when to look again.</summary>
public sealed record SlackAgain(bool IsDone, int Seconds = 0, int Version = 1);
