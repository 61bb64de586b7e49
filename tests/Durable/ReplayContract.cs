using FsCheck;
using FsCheck.Fluent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Local;
using Microsoft.DurableTask.Local.History;
using Microsoft.DurableTask.Local.Replay;
using Microsoft.Extensions.Logging.Abstractions;

namespace Onbehalf.Tests.Durable;

public sealed class ReplayContract
{
    private static readonly OrchestrationIdentity Identity = new("id", "Main", null, null, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void Replaying_any_history_asks_for_the_same_things_in_the_same_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), plan =>
        {
            var steps = plan.Select(step => Math.Abs(step % 5)).ToArray();
            var history = new List<HistoryEvent>();
            var result = Run(Planned(steps), history, null);
            history.AddRange(result.New.Select(action => action.Recorded));
            while (result is EpisodeResult.Waiting waiting)
            {
                var known = history.Count;
                history.Add(new HistoryEvent.EpisodeStarted(Identity.StartedAt.AddSeconds(known + 1)));
                history.AddRange(Answers(waiting));
                result = Run(Planned(steps), history, known);
                history.AddRange(result.New.Select(action => action.Recorded));
            }

            return Replays(steps, history, result);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_orchestrator_is_stopped_and_told_what_was_expected_where()
    {
        HistoryEvent[] history =
        [
            new HistoryEvent.Scheduled(0, ActionKind.Activity, "First"),
            new HistoryEvent.EpisodeStarted(Identity.StartedAt.AddSeconds(1)),
            new HistoryEvent.TaskCompleted(0, null),
            new HistoryEvent.Scheduled(1, ActionKind.Activity, "Second"),
        ];

        var result = Run(
            async context =>
            {
                await context.CallActivityAsync("First");
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return null;
            },
            history,
            history.Length);

        var failure = Assert.IsType<EpisodeResult.Failed>(result).Failure;
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", failure.ErrorType);
        Assert.Contains("'Main' (instance 'id')", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("at position 1: expected Activity 'Second', found a timer", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_orchestrator_that_asks_for_more_or_for_less_than_history_knows_is_stopped()
    {
        HistoryEvent[] history =
        [
            new HistoryEvent.Scheduled(0, ActionKind.Activity, "First"),
            new HistoryEvent.EpisodeStarted(Identity.StartedAt.AddSeconds(1)),
            new HistoryEvent.TaskCompleted(0, null),
        ];

        var more = Run(
            async context =>
            {
                await Task.WhenAll(context.CallActivityAsync("First"), context.CallActivityAsync("Extra"));
                return null;
            },
            history,
            1);
        var less = Run(async context => await context.WaitForExternalEvent<string>("word"), history, 1);

        Assert.Contains("expected nothing, found Activity 'Extra'", Assert.IsType<EpisodeResult.Failed>(more).Failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("expected Activity 'First', found nothing", Assert.IsType<EpisodeResult.Failed>(less).Failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_orchestrator_that_awaits_what_is_not_durable_is_stopped()
    {
        var never = new TaskCompletionSource();

        var stuck = Run(
            async _ =>
            {
                await never.Task;
                return null;
            },
            [],
            null);

        Assert.Contains("awaits a task that is not durable", Assert.IsType<EpisodeResult.Failed>(stuck).Failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_context_refuses_to_be_used_on_another_thread()
    {
        var result = Run(
            async context =>
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                await context.CallActivityAsync("First");
                return null;
            },
            [],
            null);

        Assert.Contains("outside the orchestrator's own thread", Assert.IsType<EpisodeResult.Failed>(result).Failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_ids_and_replaying_come_from_history()
    {
        var seen = new List<(DateTime Time, Guid Id, bool Replaying)>();
        async Task<object?> Main(TaskOrchestrationContext context)
        {
            seen.Add((context.CurrentUtcDateTime, context.NewGuid(), context.IsReplaying));
            await context.CallActivityAsync("First");
            seen.Add((context.CurrentUtcDateTime, context.NewGuid(), context.IsReplaying));
            return null;
        }

        Run(Main, [], null);
        Run(
            Main,
            [
                new HistoryEvent.Scheduled(0, ActionKind.Activity, "First"),
                new HistoryEvent.EpisodeStarted(Identity.StartedAt.AddHours(1)),
                new HistoryEvent.TaskCompleted(0, null),
            ],
            1);

        Assert.Equal(seen[0] with { Replaying = true }, seen[1]);
        Assert.Equal((Identity.StartedAt.AddHours(1), false), (seen[2].Time, seen[2].Replaying));
        Assert.NotEqual(seen[1].Id, seen[2].Id);
        Assert.False(seen[0].Replaying);
    }

    [Fact]
    public void History_survives_its_own_storage_format()
    {
        HistoryEvent[] history =
        [
            new HistoryEvent.EpisodeStarted(Identity.StartedAt.AddTicks(7)),
            new HistoryEvent.Scheduled(0, ActionKind.SubOrchestration, "Käse"),
            new HistoryEvent.TaskCompleted(0, """{"A":"\"quoted\""}"""),
            new HistoryEvent.TaskFailed(1, new TaskFailureDetails("T", "m", null, new TaskFailureDetails("U", "n", "at", null, null), null)),
            new HistoryEvent.TimerFired(2),
            new HistoryEvent.EventRaised("e", "word", null),
            new HistoryEvent.Suspended("why"),
            new HistoryEvent.Resumed(null),
        ];

        Assert.Equal(history, HistoryJson.Read(HistoryJson.Write(history)));
    }

    private static bool Replays(int[] steps, List<HistoryEvent> history, EpisodeResult ended)
    {
        var again = Run(Planned(steps), history, history.Count);
        return again.GetType() == ended.GetType()
            && again.New.Count == 0
            && (again as EpisodeResult.Completed)?.Output == (ended as EpisodeResult.Completed)?.Output;
    }

    private static IEnumerable<HistoryEvent> Answers(EpisodeResult.Waiting waiting) => waiting.Open.Count == 0
        ? [new HistoryEvent.EventRaised($"e{waiting.New.Count}", "word", "\"said\"")]
        : waiting.Open.Reverse().Select<OrchestratorAction, HistoryEvent>(action => action is OrchestratorAction.StartTimer
            ? new HistoryEvent.TimerFired(action.Id)
            : new HistoryEvent.TaskCompleted(action.Id, $"\"{action.Id}\""));

    private static OrchestratorDelegate Planned(int[] steps) => async context =>
    {
        var heard = "";
        foreach (var step in steps)
        {
            heard += step switch
            {
                0 => await context.CallActivityAsync<string>($"Do{heard.Length}", heard),
                1 => string.Concat(await Task.WhenAll(context.CallActivityAsync<string>("Left"), context.CallActivityAsync<string>("Right"))),
                2 => await context.CallSubOrchestratorAsync<string>("Child", heard),
                3 => await context.WaitForExternalEvent<string>("word"),
                _ => await SleepAsync(context),
            };
        }

        return heard;
    };

    private static async Task<string> SleepAsync(TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
        return context.NewGuid().ToString("N");
    }

    private static EpisodeResult Run(OrchestratorDelegate orchestrator, IReadOnlyList<HistoryEvent> history, int? known) =>
        Episode.Run(Identity, orchestrator, history, known, WorkerJson.Default, NullLoggerFactory.Instance);
}
