using System.Text.Json;
using Onbehalf.Threads;

namespace Onbehalf.Automations.Runs;

/// <summary>Tells the author, in the stream of their home thread, where a run stands.</summary>
public sealed class RunEvents(EventLog log)
{
    public Task ChangedAsync(RunState run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var body = JsonSerializer.Serialize(
            new { id = run.Id.Value, automationId = run.Id.Automation.Value, status = run.Status.ToString().ToLowerInvariant(), reason = run.Reason, turnId = run.Turn?.Value }, ThreadJson.Options);
        return log.AppendAsync(run.Home, [ThreadEvent.Run(run.Author.Id, body)], cancellation);
    }
}
