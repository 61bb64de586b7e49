using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Starts the run of an automation for one occasion. Idempotent: the occasion determines the run id. The run itself checks whether it may act.
/// </summary>
public sealed class RunStart(RunStore runs, TimeProvider time)
{
    /// <returns>The run; null if the author has not agreed to the automation yet.</returns>
    public async Task<RunId?> BeginAsync(DurableTaskClient durable, Automation automation, Occasion occasion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        ArgumentNullException.ThrowIfNull(automation);
        ArgumentNullException.ThrowIfNull(occasion);
        if (automation.Agreed is not { } content)
            return null;
        var id = RunId.Of(automation.Id, occasion.Key);
        var run = new RunState(
            id, automation.Author, content.PlainTitle(automation.CreatedAt), ContentHash.Of(content), automation.Home, occasion.Kind, occasion.At,
            time.GetUtcNow(), RunStatus.Running)
        {
            TextAuthors = content.TextAuthors,
            Payload = occasion.Payload is { Length: > Occasion.MaxText }
                ? throw new ArgumentException("The event's text is too long for a run.", nameof(occasion))
                : occasion.Payload,
        };

        // Retry: only the steps that the first attempt did not reach. An ended run never starts again.
        if (await runs.AddAsync(run, cancellation)
            || await durable.GetInstanceAsync(id.Value, getInputsAndOutputs: false, cancellation) is null
                && await runs.FindAsync(id, cancellation) is { IsLive: true })
            await StartOnce.BeginAsync(durable, nameof(RunAutonomously), new RunInput(id.Value), id.Value, cancellation);
        return id;
    }
}
