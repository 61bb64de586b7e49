using System.Text.Json;
using Onbehalf.Threads;

namespace Onbehalf.Automations.Runs;

/// <summary>Tells the author, in the stream of their home thread and in their inbox, where a run stands.</summary>
public sealed class RunEvents(EventLog log, InboxItems inbox, TimeProvider time)
{
    public async Task ChangedAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var body = JsonSerializer.Serialize(
            new { id = run.Id.Value, automationId = run.Id.Automation.Value, status = run.Status.ToString().ToLowerInvariant(), reason = run.Reason, turnId = run.Turn?.Value }, ThreadJson.Options);
        await log.AppendAsync(run.Home, [ThreadEvent.Run(run.Author.Id, body)], cancellation);
        if (run.Chain.IsDefaultOrEmpty)
            await NoteAsync(run, cancellation);
    }

    /// <summary>A result waits to be seen, a parked run for what brings it back. What its author stopped is news to nobody.</summary>
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
