using System.Collections.Concurrent;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Automations;

/// <summary>
/// The last refused event of an automation, for its author. Writes are limited to one per reason, instance and ten seconds, because anybody can send
/// events. No text of the sender is stored.
/// </summary>
public sealed class RefusedEvents(Tables tables, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(AutomationId, string), DateTimeOffset> _written = new();

    /// <param name="reason">A stable code, never text of the sender.</param>
    public async Task RecordAsync(AutomationId automation, string reason, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_written.TryGetValue((automation, reason), out var last) && now - last < Pause)
            return;
        if (_written.Count > MostRemembered)
            _written.Clear();
        _written[(automation, reason)] = now;
        var row = new TableEntity(AutomationKeys.Partition(automation), AutomationKeys.Refused) { ["Reason"] = reason, ["At"] = now };
        await tables.Automations.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Returns the last refused event; null if there is none.</summary>
    public async Task<(string Reason, DateTimeOffset At)?> LastAsync(AutomationId automation, CancellationToken cancellation) =>
        await tables.Automations.GetEntityIfExistsAsync<TableEntity>(
            AutomationKeys.Partition(automation), AutomationKeys.Refused, cancellationToken: cancellation)
            is { HasValue: true, Value: { } row }
            ? (row.GetString("Reason"), row.GetDateTimeOffset("At")!.Value)
            : null;

    public static string Sentence(string reason) =>
        reason switch
        {
            "too-large" =>
                "An event was larger than 64 KiB, as sent or with its form decoded, and was not used. Have its sender leave out what the run does not need.",
            "bad-signature" => "An event was signed with another secret. Compare the secret at its sender.",
            "unsigned" => "An event had no signature. Choose the sender's signed webhooks.",
            "too-old" => "An event was signed more than five minutes before it arrived. It was delayed, or the sender's clock is slow.",
            "in-the-future" => "An event was signed more than five minutes in the future. The sender's clock is fast.",
            "dot-in-id" => "An event's id has a dot, which Standard Webhooks rules out: what is signed could be read in two ways.",
            _ => "An event was refused.",
        };
}
