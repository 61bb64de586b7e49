using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.In;

/// <summary>
/// The received events and the messages to answer. Slack sends one message as two events. It is therefore deduplicated by the event's id
/// and by (channel, time). Both rows are written in one transaction before any work starts. The text is stored here until it is in its
/// thread.
/// </summary>
internal sealed class HeardMessages(Tables tables, TimeProvider time)
{
    private const string Begun = "Begun";
    private const string At = "At";
    private const string DirectOnly = "DirectOnly";
    private const string Aside = "Aside";
    private const string Waits = "Waits";

    /// <summary>Much longer than Slack retries an event.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(3);

    /// <summary>Age after which a start counts as lost. A younger one is in progress.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Stores a message. Returns true when its answer is to be started: the message is new, or an earlier attempt stored it without
    /// starting the answer. Starting it twice has no effect.
    /// </summary>
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

    /// <summary>Stores an event of another kind. Returns false when it was handled already.</summary>
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

    /// <summary>Marks a message as added or refused. Its text is deleted; the row is kept for deduplication.</summary>
    /// <param name="turn">The turn that it started; null when there is none.</param>
    public Task EnteredAsync(SlackMessage message, TurnId? turn, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(
            new TableEntity(message.Team.Value, SlackKeys.Heard(message.Channel, message.Ts))
            {
                [Begun] = true,
                ["Text"] = "",
                ["Entered"] = true,
                ["Turn"] = turn?.Value,
                [Waits] = false,
            },
            TableUpdateMode.Merge,
            cancellation);

    /// <summary>Marks a message whose writer was asked to sign in. Its text is stored as long as that link is valid.</summary>
    public Task WaitsAsync(SlackMessage message, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(
            new TableEntity(message.Team.Value, SlackKeys.Heard(message.Channel, message.Ts)) { [Begun] = true, [Waits] = true },
            TableUpdateMode.Merge,
            cancellation);

    /// <summary>Stores a message of the web app that was posted to Slack. It is in its thread, and its answer is to be delivered.</summary>
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
            // An earlier attempt stored it.
        }
    }

    /// <summary>Restricts the answer to direct messages, so that no retry posts it into the channel.</summary>
    public Task KeepDirectAsync(SlackMessage message, CancellationToken cancellation) =>
        tables.Slack.UpdateEntityAsync(
            new TableEntity(message.Team.Value, SlackKeys.Heard(message.Channel, message.Ts)) { [DirectOnly] = true },
            ETag.All,
            TableUpdateMode.Merge,
            cancellation);

    /// <summary>Returns a message; null when it was never stored.</summary>
    public async Task<HeardMessage?> FindAsync(SlackTeamId team, SlackChannelId channel, SlackTs ts, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(team.Value, SlackKeys.Heard(channel, ts), cancellationToken: cancellation)
            is { HasValue: true, Value: { } row }
            ? new(Read(row), new(row.GetString("Origin")), Enum.TryParse<SlackRefusal>(row.GetString("Refusal"), out var refusal) ? refusal : null)
            {
                IsEntered = row.GetBoolean("Entered") ?? false,
                Turn = TurnId.TryParse(row.GetString("Turn"), out var turn) ? turn : null,
                IsDirectOnly = row.GetBoolean(DirectOnly) ?? false,
                IsAside = row.GetBoolean(Aside) ?? false,
            }
            : null;

    /// <summary>Returns messages whose process ended before it started the answer.</summary>
    public async IAsyncEnumerable<SlackMessage> LostAsync(SlackTeamId team, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lost = TableClient.CreateQueryFilter(
            $"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstHeard} and RowKey lt {SlackKeys.AfterHeard} and Begun eq false and At lt {time.GetUtcNow() - Lost}"
        );
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(lost, cancellationToken: cancellation))
            yield return Read(row);
    }

    public async Task SweepAsync(SlackTeamId team, TimeSpan waiting, CancellationToken cancellation)
    {
        var stale = TableClient.CreateQueryFilter(
            $"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstHeard} and RowKey lt {SlackKeys.AfterHeard} and Waits eq true and At lt {time.GetUtcNow() - waiting}"
        );
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(stale, cancellationToken: cancellation))
            await EndWaitAsync(row, cancellation);
        foreach (var (first, after) in new[] { (SlackKeys.FirstHeard, SlackKeys.AfterHeard), (SlackKeys.FirstDelivery, SlackKeys.AfterDeliveries) })
        {
            var over = TableClient.CreateQueryFilter(
                $"PartitionKey eq {team.Value} and RowKey ge {first} and RowKey lt {after} and At lt {time.GetUtcNow() - Retention}");
            await foreach (var row in tables.Slack.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
                await tables.Slack.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        }
    }

    /// <summary>Ends the wait for a sign-in. If the person has linked concurrently, the row has changed and the message is kept.</summary>
    private async Task EndWaitAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await tables.Slack.UpdateEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey)
                {
                    ["Text"] = "",
                    ["Entered"] = true,
                    [Waits] = false,
                },
                row.ETag,
                TableUpdateMode.Merge,
                cancellation);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // It was started or deleted concurrently.
        }
    }

    private TableEntity Delivery(SlackTeamId team, string eventId, bool begun) =>
        new(team.Value, SlackKeys.Delivery(eventId)) { [At] = time.GetUtcNow(), [Begun] = begun };

    private static TableEntity Write(HeardMessage heard) => new(heard.Message.Team.Value, SlackKeys.Heard(heard.Message.Channel, heard.Message.Ts))
    {
        ["User"] = heard.Message.User.Value,
        ["Root"] = heard.Message.Root.Value,
        ["Kind"] = heard.Message.Kind.ToString(),
        // A table property has at most 64 KiB. A message over the maximum length is refused, and its text not stored.
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
