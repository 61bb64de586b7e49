using System.Text.Json;
using Onbehalf.Threads;

namespace Onbehalf.Automations.Runs;

/// <summary>Reports a run's status to its author, in the event stream of the home thread and in the inbox.</summary>
public sealed class RunEvents(EventLog log, InboxItems inbox, TimeProvider time)
{
    public async Task ChangedAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var body = JsonSerializer.Serialize(
            new
            {
                id = run.Id.Value,
                automationId = run.Id.Automation.Value,
                status = run.Status.ToString().ToLowerInvariant(),
                reason = run.Reason,
                turnId = run.Turn?.Value,
            },
            ThreadJson.Options);
        await Task.WhenAll(
            log.AppendAsync(run.Home, [ThreadEvent.Run(run.Author.Id, body)], cancellation),
            run.Chain.IsDefaultOrEmpty ? NoteAsync(run, cancellation) : Task.CompletedTask);
    }

    /// <summary>Adds results and parked runs to the inbox. A run that its author stopped adds nothing.</summary>
    private async Task NoteAsync(RunState run, CancellationToken cancellation)
    {
        if (run.Status is RunStatus.Parked or RunStatus.Completed or RunStatus.Failed or RunStatus.Refused)
        {
            var kind = run.Status is RunStatus.Parked ? InboxKind.Parked : InboxKind.Run;
            await inbox.PutAsync(run.Author.Id, InboxItem.Run(run.Id, kind, run.Title, run.Status.ToString(), run.Reason, time.GetUtcNow()), cancellation);
        }
        else if (run.Parkings > 0)
        {
            await inbox.RemoveAsync(run.Author.Id, InboxItem.OfRun(run.Id.Automation), cancellation);
        }
    }
}
