using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Acts.Consents;

/// <summary>
/// Counts the uses of standing consents. One transaction inserts a numbered row per use and a row per call. So two calls never share a number, a call
/// never takes two, and no number exceeds the total. A use remains spent if the act is refused later. A consent with any changed text is a new
/// consent with its own count.
/// </summary>
public sealed class ConsentUses(Tables tables)
{
    private const string Consent = "Consent";

    public async Task<int> CountAsync(AutomationId automation, StandingConsent consent, CancellationToken cancellation)
    {
        var digest = DigestOf(consent);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {RunKeys.Partition(automation)} and RowKey ge {RunKeys.FirstUse(digest)} and RowKey lt {RunKeys.AfterUses(digest)}");
        var count = 0;
        await foreach (var _ in tables.Runs.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            count++;
        return count;
    }

    /// <summary>
    /// Takes one use of the consent for this call. Idempotent per call. False when no use is left, or when the call already used another consent.
    /// </summary>
    internal async Task<bool> TakeAsync(AutomationId automation, StandingConsent consent, string callId, CancellationToken cancellation)
    {
        var partition = RunKeys.Partition(automation);
        var digest = DigestOf(consent);
        for (var number = await CountAsync(automation, consent, cancellation) + 1; number <= consent.Total; number++)
        {
            try
            {
                await tables.Runs.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.Add, new TableEntity(partition, RunKeys.Call(callId)) { [Consent] = digest }),
                        new(TableTransactionActionType.Add, new TableEntity(partition, RunKeys.Use(digest, number)) { ["Call"] = callId }),
                    ],
                    cancellation);
                return true;
            }
            catch (RequestFailedException taken) when (taken.Status == 409)
            {
                if (await HoldsAnyAsync(partition, callId, cancellation) is { } held)
                    return held == digest;
            }
        }

        return await HoldsAsync(automation, consent, callId, cancellation);
    }

    /// <summary>Whether this call has one of the consent's uses.</summary>
    internal async Task<bool> HoldsAsync(AutomationId automation, StandingConsent consent, string callId, CancellationToken cancellation) =>
        await HoldsAnyAsync(RunKeys.Partition(automation), callId, cancellation) == DigestOf(consent);

    private async Task<string?> HoldsAnyAsync(string partition, string callId, CancellationToken cancellation)
    {
        var row = await tables.Runs.GetEntityIfExistsAsync<TableEntity>(partition, RunKeys.Call(callId), cancellationToken: cancellation);
        return row.HasValue ? row.Value!.GetString(Consent) : null;
    }

    /// <summary>The digest covers every property, so a rewritten consent under an old id has its own count.</summary>
    private static string DigestOf(StandingConsent consent)
    {
        string[] words =
        [
            consent.Id,
            consent.Tool,
            consent.Target,
            consent.Audience,
            consent.Total.ToString(CultureInfo.InvariantCulture),
            consent.Until.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            JsonSerializer.Serialize(consent.Sources), JsonSerializer.Serialize(consent.Fields),
        ];
        return Sha256.HexOfJson(words)[..32];
    }
}
