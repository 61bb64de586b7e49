using Microsoft.DurableTask.Client;
using Onbehalf.Automations.Runs;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>Wakes runs that were marked to check again whether they may continue.</summary>
public sealed class RouseRuns(RunStore runs, LooksAgain looks) : IChore
{
    public string Schedule => "30 * * * * *";

    public bool IsLong => false;

    public Task<bool> IsNeededAsync(CancellationToken cancellation) => runs.IsAnyToRouseAsync(cancellation);

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        foreach (var id in await runs.ToRouseAsync(cancellation))
        {
            if (await runs.FindAsync(id, cancellation) is { IsLive: true } run)
                await looks.WakeAsync(run, durable, cancellation);
            await runs.RousedAsync(id, cancellation);
        }
    }
}
