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

    /// <summary>Slack may be away for hours.</summary>
    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(new RetryPolicy(30, TimeSpan.FromSeconds(2), 2, TimeSpan.FromMinutes(5)));

    [Function(nameof(AnswerInSlack))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var heard = context.GetInput<SlackHeard>() ?? throw new InvalidOperationException("Which message?");
        var turn = heard.Turn ?? await context.CallActivityAsync<string?>(nameof(EnterFromSlack), heard, Persistent);
        if (turn is null)
            return;
        var awaited = heard with { Turn = turn };
        for (var looks = 0; looks < LooksAtOnce; looks++)
        {
            var again = await context.CallActivityAsync<SlackAgain>(nameof(DeliverToSlack), awaited, Persistent);
            if (again.IsDone)
                return;
            await context.CreateTimer(TimeSpan.FromSeconds(again.Seconds), CancellationToken.None);
            awaited = awaited with { Looks = awaited.Looks + 1 };
        }

        context.ContinueAsNew(awaited);
    }
}

/// <summary>Whether it was delivered, and if not, when to look again.</summary>
public sealed record SlackAgain(bool IsDone, int Seconds = 0, int Version = 1);
