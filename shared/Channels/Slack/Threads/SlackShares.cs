using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// The answers that their askers shared to channels. Withdrawing a share deletes its messages; the deletion is retried while Slack is
/// unavailable.
/// </summary>
public sealed class SlackShares
{
    private const string Posts = "Posts";
    private const string IsTakenBack = "IsTakenBack";

    private readonly SlackSwitch _slack;
    private readonly Tables _tables;
    private readonly SlackClient _client;

    internal SlackShares(SlackSwitch slack, Tables tables, SlackClient client) => (_slack, _tables, _client) = (slack, tables, client);

    /// <summary>Withdraws a share and deletes its messages.</summary>
    public async Task TakeBackAsync(MessageId answer, CancellationToken cancellation)
    {
        if (_slack.Workspace is not { Team: var team } || await FindAsync(team, answer, cancellation) is not { } share)
            return;
        var row = new TableEntity(team.Value, SlackKeys.Share(answer)) { [IsTakenBack] = true };
        await _tables.Slack.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellation);
        await DeleteAsync(share, cancellation);
    }

    internal async Task<SlackShare?> FindAsync(SlackTeamId team, MessageId answer, CancellationToken cancellation) =>
        await _tables.Slack.GetEntityIfExistsAsync<TableEntity>(team.Value, SlackKeys.Share(answer), cancellationToken: cancellation) is { HasValue: true, Value: { } row } ? Read(row) : null;

    /// <summary>Returns the row of the answer's share, and whether this call added it.</summary>
    /// <param name="wasShared">True when the members already had the answer.</param>
    internal async Task<(SlackShare Share, bool IsNew)> BeginAsync(SlackPlace place, MessageId answer, bool wasShared, CancellationToken cancellation)
    {
        var row = new TableEntity(place.Team.Value, SlackKeys.Share(answer))
        {
            ["Channel"] = place.Channel.Value,
            ["Root"] = place.Thread?.Value,
            ["Nonce"] = Guid.NewGuid().ToString("N"),
            ["WasShared"] = wasShared,
            [Posts] = "",
            [IsTakenBack] = false,
        };
        try
        {
            await _tables.Slack.AddEntityAsync(row, cancellation);
            return (Read(row), true);
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            return (await FindAsync(place.Team, answer, cancellation) ?? throw new HttpRequestException("The share ended a moment ago."), false);
        }
    }

    /// <summary>Stores the posted messages. If the share was withdrawn concurrently, the messages were unknown then and are deleted here.</summary>
    internal async Task PostedAsync(SlackShare share, ImmutableArray<SlackTs> posts, CancellationToken cancellation)
    {
        try
        {
            await _tables.Slack.UpdateEntityAsync(
                new TableEntity(share.Place.Team.Value, SlackKeys.Share(share.Answer)) { [Posts] = string.Join(' ', posts) }, ETag.All, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            await DeleteAsync(share with { Posts = posts }, cancellation);
            return;
        }

        if (await FindAsync(share.Place.Team, share.Answer, cancellation) is { IsTakenBack: true } taken)
            await DeleteAsync(taken, cancellation);
    }

    internal Task ForgetAsync(SlackShare share, CancellationToken cancellation) =>
        _tables.Slack.DeleteEntityAsync(share.Place.Team.Value, SlackKeys.Share(share.Answer), ETag.All, cancellation);

    /// <summary>Retries pending deletions.</summary>
    internal async Task SweepAsync(SlackTeamId team, CancellationToken cancellation)
    {
        var taken = TableClient.CreateQueryFilter($"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstShare} and RowKey lt {SlackKeys.AfterShares} and IsTakenBack eq true");
        await foreach (var row in _tables.Slack.QueryAsync<TableEntity>(taken, cancellationToken: cancellation))
            await DeleteAsync(Read(row), cancellation);
    }

    private async Task DeleteAsync(SlackShare share, CancellationToken cancellation)
    {
        foreach (var ts in share.Posts)
        {
            // A refusal, such as that of a revoked token, says nothing about the message: it is deleted later.
            if (await _client.DeleteAsync(share.Place, ts, cancellation) is not SlackOutcome<SlackNone>.Done)
                return;
        }

        await ForgetAsync(share, cancellation);
    }

    private static SlackShare Read(TableEntity row)
    {
        var team = SlackTeamId.Parse(row.PartitionKey);
        SlackTs? root = SlackTs.TryParse(row.GetString("Root"), out var ts) ? ts : null;
        return new(
            new(team, SlackChannelId.Parse(row.GetString("Channel")), root),
            SlackKeys.Shared(row.RowKey),
            row.GetString("Nonce"),
            row.GetBoolean("WasShared") ?? false,
            [.. row.GetString(Posts).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SlackTs.Parse)],
            row.GetBoolean(IsTakenBack) ?? false);
    }
}

/// <param name="Nonce">Distinguishes it from an earlier, withdrawn share of the same answer.</param>
/// <param name="WasShared">True when the members already had the answer before it was posted.</param>
/// <param name="Posts">The posted messages; empty until all are in the channel.</param>
internal sealed record SlackShare(SlackPlace Place, MessageId Answer, string Nonce, bool WasShared, ImmutableArray<SlackTs> Posts, bool IsTakenBack);
