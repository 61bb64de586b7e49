using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>Wakes an automation for an occasion: one run, whoever says so and however often. Whether it may act, the run asks by itself.</summary>
public sealed class RunStart(RunStore runs, TimeProvider time)
{
    /// <returns>The run; null for an automation whose author has agreed to nothing yet.</returns>
    public async Task<RunId?> BeginAsync(DurableTaskClient durable, Automation automation, Occasion occasion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        ArgumentNullException.ThrowIfNull(automation);
        ArgumentNullException.ThrowIfNull(occasion);
        if (automation.Agreed is not { } content)
            return null;
        var id = RunId.Of(automation.Id, occasion.Key);
        var run = new RunState(id, automation.Author, content.Title, ContentHash.Of(content), automation.Home, occasion.Kind, occasion.At, time.GetUtcNow(), RunStatus.Running)
        {
            TextAuthors = content.TextAuthors,
            Payload = occasion.Payload is { Length: > Occasion.MaxPayload } ? throw new ArgumentException("The event's text is too long for a run.", nameof(occasion)) : occasion.Payload,
        };

        // Told again: only what the first telling did not come to is done. An ended run is never begun anew.
        if (await runs.AddAsync(run, cancellation) || await durable.GetInstanceAsync(id.Value, getInputsAndOutputs: false, cancellation) is null && await runs.FindAsync(id, cancellation) is { IsLive: true })
            await ScheduleAsync(durable, id, cancellation);
        return id;
    }

    private static async Task ScheduleAsync(DurableTaskClient durable, RunId id, CancellationToken cancellation)
    {
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput(id.Value), new StartOrchestrationOptions(id.Value), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Begun by another telling at the same moment: exactly what was asked for.
        }
    }
}
