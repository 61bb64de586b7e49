using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.In;

/// <summary>
/// Which events came and which messages are to be answered. A message is added once by its event's id and once by (channel, time), because Slack
/// sends it as two events; both rows are one transaction, before anything begins. Its text is here until it is in its thread.
/// </summary>
internal sealed class HeardMessages(Tables tables, TimeProvider time)
{
    private const string Begun = "Begun";
    private const string At = "At";
    private const string DirectOnly = "DirectOnly";
    private const string Aside = "Aside";
    private const string Waits = "Waits";

    /// <summary>Much longer than Slack goes on sending an event again.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(3);

    /// <summary>Age from which a start counts as lost, not as in progress.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(1);

    /// <summary>False for a message whose answer was begun: whoever finds it otherwise begins it, which begins nothing twice.</summary>
    public async Task<bool> TakeAsync(string eventId, HeardMessage heard, CancellationToken cancellation)
    {
        var message = heard.Message;
        var row = Write(heard);
        row[At] = time.GetUtcNow();
        try
        {
            await tables.Slack.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, Delivery(message.Team, eventId, begun: true)), new(TableTransactionActionType.Add, row)], cancellation);
            return true;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            var found = await tables.Slack.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
            return found.HasValue && found.Value!.GetBoolean(Begun) is not true;
        }
    }

    /// <summary>The same for any other event.</summary>
    public async Task<bool> TakeAsync(string eventId, SlackTeamId team, CancellationToken cancellation)
    {
        var row = Delivery(team, eventId, begun: false);
        try
        {
            await tables.Slack.AddEntityAsync(row, cancellation);
            return true;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            var found = await tables.Slack.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
            return found.HasValue && found.Value!.GetBoolean(Begun) is not true;
        }
    }

    public Task DoneAsync(string eventId, SlackTeamId team, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(new TableEntity(team.Value, SlackKeys.Delivery(eventId)) { [Begun] = true }, TableUpdateMode.Merge, cancellation);

    public Task BegunAsync(SlackMessage message, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(
            new TableEntity(message.Team.Value, SlackKeys.Heard(message.Channel, message.Ts)) { [Begun] = true }, TableUpdateMode.Merge, cancellation);

    /// <summary>The message is in its thread, or will never be: its text goes, the row stays.</summary>
    /// <param name="turn">What it started, if anything.</param>
    public Task EnteredAsync(SlackMessage message, TurnId? turn, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(
            new TableEntity(message.Team.Value, SlackKeys.Heard(message.Channel, message.Ts)) { [Begun] = true, ["Text"] = "", ["Entered"] = true, ["Turn"] = turn?.Value, [Waits] = false },
            TableUpdateMode.Merge,
            cancellation);

    /// <summary>Its writer was asked to sign in: the text stays for as long as that link works.</summary>
    public Task WaitsAsync(SlackMessage message, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(
            new TableEntity(message.Team.Value, SlackKeys.Heard(message.Channel, message.Ts)) { [Begun] = true, [Waits] = true }, TableUpdateMode.Merge, cancellation);

    /// <summary>A message of the web app that was told there: it is in its thread, and its answer is to be delivered.</summary>
    public async Task ToldAsync(HeardMessage told, CancellationToken cancellation)
    {
        var row = Write(told);
        (row[At], row[Begun], row["Entered"], row["Turn"]) = (time.GetUtcNow(), true, true, told.Turn?.Value);
        try
        {
            await tables.Slack.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            // An earlier attempt told it.
        }
    }

    /// <summary>From now on its answer never goes into the channel.</summary>
    public Task KeepDirectAsync(SlackMessage message, CancellationToken cancellation) =>
        tables.Slack.UpdateEntityAsync(
            new TableEntity(message.Team.Value, SlackKeys.Heard(message.Channel, message.Ts)) { [DirectOnly] = true }, ETag.All, TableUpdateMode.Merge, cancellation);

    /// <summary>Null when it was never heard.</summary>
    public async Task<HeardMessage?> FindAsync(SlackTeamId team, SlackChannelId channel, SlackTs ts, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(team.Value, SlackKeys.Heard(channel, ts), cancellationToken: cancellation) is { HasValue: true, Value: { } row }
            ? new(Read(row), new(row.GetString("Origin")), Enum.TryParse<SlackRefusal>(row.GetString("Refusal"), out var refusal) ? refusal : null)
            {
                IsEntered = row.GetBoolean("Entered") ?? false,
                Turn = TurnId.TryParse(row.GetString("Turn"), out var turn) ? turn : null,
                IsDirectOnly = row.GetBoolean(DirectOnly) ?? false,
                IsAside = row.GetBoolean(Aside) ?? false,
            }
            : null;

    /// <summary>Messages whose process ended between adding them and beginning.</summary>
    public async IAsyncEnumerable<SlackMessage> LostAsync(SlackTeamId team, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lost = TableClient.CreateQueryFilter(
            $"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstHeard} and RowKey lt {SlackKeys.AfterHeard} and Begun eq false and At lt {time.GetUtcNow() - Lost}");
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(lost, cancellationToken: cancellation))
            yield return Read(row);
    }

    public async Task SweepAsync(SlackTeamId team, TimeSpan waiting, CancellationToken cancellation)
    {
        var stale = TableClient.CreateQueryFilter(
            $"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstHeard} and RowKey lt {SlackKeys.AfterHeard} and Waits eq true and At lt {time.GetUtcNow() - waiting}");
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(stale, cancellationToken: cancellation))
            await EndWaitAsync(row, cancellation);
        foreach (var (first, after) in new[] { (SlackKeys.FirstHeard, SlackKeys.AfterHeard), (SlackKeys.FirstDelivery, SlackKeys.AfterDeliveries) })
        {
            var over = TableClient.CreateQueryFilter($"PartitionKey eq {team.Value} and RowKey ge {first} and RowKey lt {after} and At lt {time.GetUtcNow() - Retention}");
            await foreach (var row in tables.Slack.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
                await tables.Slack.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
    }

    /// <summary>A person who has linked meanwhile keeps the message: its row has changed.</summary>
    private async Task EndWaitAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await tables.Slack.UpdateEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey) { ["Text"] = "", ["Entered"] = true, [Waits] = false }, row.ETag, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // It was begun, or is gone.
        }
    }

    private TableEntity Delivery(SlackTeamId team, string eventId, bool begun) => new(team.Value, SlackKeys.Delivery(eventId)) { [At] = time.GetUtcNow(), [Begun] = begun };

    private static TableEntity Write(HeardMessage heard) => new(heard.Message.Team.Value, SlackKeys.Heard(heard.Message.Channel, heard.Message.Ts))
    {
        ["User"] = heard.Message.User.Value,
        ["Root"] = heard.Message.Root.Value,
        ["Kind"] = heard.Message.Kind.ToString(),
        // A property holds 64 KiB: what is longer than a message may be is refused, and not kept.
        ["Text"] = heard.Refusal is null ? heard.Message.Text.Plain : "",
        ["NamesAgent"] = heard.Message.Text.NamesAgent,
        ["NamesOthers"] = heard.Message.Text.NamesOthers,
        ["Refusal"] = heard.Refusal?.ToString(),
        ["Origin"] = heard.Origin.AbsoluteUri,
        [Aside] = heard.IsAside,
        [Begun] = false,
    };

    private static SlackMessage Read(TableEntity row)
    {
        var place = row.RowKey[SlackKeys.FirstHeard.Length..].Split('-');
        return new(
            SlackTeamId.Parse(row.PartitionKey),
            SlackUserId.Parse(row.GetString("User")),
            SlackChannelId.Parse(place[0]),
            SlackTs.Parse(place[1]),
            SlackTs.Parse(row.GetString("Root")),
            Enum.Parse<SlackChannelKind>(row.GetString("Kind")),
            new(row.GetString("Text") ?? "", row.GetBoolean("NamesAgent") ?? false, row.GetBoolean("NamesOthers") ?? false));
    }
}
