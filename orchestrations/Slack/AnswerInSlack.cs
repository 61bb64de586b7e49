using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Orchestrations.Delivering;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>
/// Orchestrates one message in Slack up to its delivered answer. The message is added to its thread and starts a turn. Then the answer is
/// awaited and delivered. The instance id is derived from the message, so a second start has no effect.
/// </summary>
public sealed class AnswerInSlack
{
    /// <summary>Number of polls after which the orchestration continues as new.</summary>
    private const int LooksAtOnce = 40;

    /// <summary>Delay after a look that an event has caused: a turn that was stopped ends a moment later.</summary>
    private const int AfterEvent = 2;

    /// <summary>Ends the delay before the next look. It carries no decision.</summary>
    internal const string DecidedEvent = "decided";

    private static readonly TaskOptions Few = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(2), 2));

    [Function(nameof(AnswerInSlack))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var awaited = context.GetInput<SlackHeard>() ?? throw new InvalidOperationException("Which message?");
        var decided = context.WaitForExternalEvent<string>(DecidedEvent);
        var isWoken = false;
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
                using var over = new CancellationTokenSource();
                await Task.WhenAny(
                    context.CreateTimer(TimeSpan.FromSeconds(isWoken ? Math.Min(again.Seconds, AfterEvent) : again.Seconds), over.Token), decided);
                isWoken = decided.IsCompleted;
                if (isWoken)
                {
                    // A pending timer would keep the instance from completing.
                    SideEffects.CancelHere(over);
                    decided = context.WaitForExternalEvent<string>(DecidedEvent);
                }

                awaited = awaited with { Looks = awaited.Looks + 1, HasNote = awaited.HasNote || again.HasNote };
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
