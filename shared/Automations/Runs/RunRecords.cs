using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Writes the audit rows of a run's lifecycle under its author's name: woken, resting, continued, parked, resumed, ended. Each row is written before
/// the change takes effect.
/// </summary>
public sealed partial class RunRecords(AuditTrail audit, ILogger<RunRecords> log)
{
    public Task WokeAsync(RunState run, CancellationToken cancellation) => run.Message is null
        ? WriteAsync(run, "woke", AuditDecision.Allowed, $"woke by {run.Woke.ToString().ToLowerInvariant()}", cancellation)
        : WriteAsync(run, string.Create(CultureInfo.InvariantCulture, $"went-on-{run.Earlier.Length + 1}"), AuditDecision.Allowed, "went on", cancellation);

    /// <summary>The exact time is the model's choice, so it is encrypted. The day is in plain text.</summary>
    public Task RestsAsync(RunState run, DateTimeOffset until, CancellationToken cancellation) => WriteAsync(
        run,
        string.Create(CultureInfo.InvariantCulture, $"rests-{run.Earlier.Length + 1}"),
        AuditDecision.Allowed,
        run.GoesOnAt is null ? "waits for its parts" : string.Create(CultureInfo.InvariantCulture, $"rests until {until.UtcDateTime:yyyy-MM-dd}"),
        cancellation,
        JsonSerializer.Serialize(new { until }));

    public async Task ParkedAsync(RunState run, string code, CancellationToken cancellation)
    {
        await WriteAsync(
            run, string.Create(CultureInfo.InvariantCulture, $"parked-{run.Parkings}-{code}"), AuditDecision.Denied, $"parked: {code}", cancellation);
        LogParked(log, run.Id.Value, code);
    }

    public Task ResumedAsync(RunState run, CancellationToken cancellation) =>
        WriteAsync(run, string.Create(CultureInfo.InvariantCulture, $"resumed-{run.Parkings}"), AuditDecision.Allowed, "resumed", cancellation);

    public Task EndedAsync(RunState run, RunStatus status, string? code, CancellationToken cancellation) => WriteAsync(
        run,
        "ended",
        status switch
        {
            RunStatus.Completed => AuditDecision.Succeeded,
            RunStatus.Refused or RunStatus.Stopped => AuditDecision.Denied,
            _ => AuditDecision.Failed,
        },
        code is null ? $"ended: {status.ToString().ToLowerInvariant()}" : $"ended: {status.ToString().ToLowerInvariant()}, {code}",
        cancellation);

    private Task<AuditReceipt> WriteAsync(
        RunState run, string key, AuditDecision decision, string reason, CancellationToken cancellation, string? details = null) =>
        audit.RecordAsync(
            new()
            {
                CallId = $"{run.Id}.{key}",
                Subject = AuditPerson.Of(run.Author),
                Act = Act.AgentUnattended,
                Action = AuditAction.Run,
                Decision = decision,
                Reason = reason,
                Details = details,
                ThreadId = run.Home.Value,
                RunId = run.Id.Value,
                Author = run.Author.Id,
                PartOf = [.. run.Chain.Select(static above => above.Value)],
                TextAuthors =
                [
                    .. run.Payload is null ? [] : new[] { EventOrigin.Of(run.Id.Automation).Id },
                    .. run.TextAuthors.Concat(run.Part?.TextAuthors ?? []).Select(static author => author.Id).Distinct(),
                ],
            },
            cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} is parked: {Reason}")]
    private static partial void LogParked(ILogger logger, string run, string reason);
}

/// <summary>
/// The text author of an automation's events. The sender is unknown, so it has a synthetic identity that cards and records list beside people.
/// </summary>
internal static class EventOrigin
{
    public static TextAuthor Of(AutomationId automation) => new(SubjectId.Of("onbehalf:event", null, automation.Value).Value, "whoever sent the event");
}
