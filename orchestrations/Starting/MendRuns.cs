using Microsoft.DurableTask.Client;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Ends runs whose orchestration failed, after an incompatible deployment or a long storage outage. Otherwise they would stay "running".
/// </summary>
public sealed class MendRuns(RunStore runs, TurnStore turns, RunEndings endings, TimeProvider time) : IChore
{
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(40);

    public string Schedule => "0 5/10 * * * *";

    public bool IsLong => true;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        var failed = new OrchestrationQuery(
            CreatedFrom: time.GetUtcNow() - LookBack, Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
        await foreach (var instance in durable.GetAllInstancesAsync(failed).WithCancellation(cancellation))
        {
            if (!RunId.TryParse(instance.InstanceId, out var id) || await runs.FindAsync(id, cancellation) is not { IsLive: true } run)
                continue;
            if (run.Turn is { } turn)
                await MendTurns.EndIfOpenAsync(turns, durable, turn, cancellation);
            if (await endings.EndAsync(run, RunStatus.Failed, "internal", cancellation) is { } next)
                await runs.RouseAsync(next, cancellation);
        }
    }
}
