using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
    private const string IsAll = "IsAll";
    private const string IsTakenBack = "IsTakenBack";
    private const string IsUnseen = "IsUnseen";
    private const string IsOver = "IsOver";

    /// <summary>Retention of the rows of shares that are over, longer than the retries of a click.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(3);

    private readonly SlackSwitch _slack;
    private readonly Tables _tables;
    private readonly SlackClient _client;
    private readonly TimeProvider _time;

    internal SlackShares(SlackSwitch slack, Tables tables, SlackClient client, TimeProvider time) =>
        (_slack, _tables, _client, _time) = (slack, tables, client, time);

    /// <summary>Withdraws a share and deletes its messages.</summary>
    public async Task TakeBackAsync(MessageId answer, CancellationToken cancellation)
    {
        if (_slack.Workspace is not { Team: var team } || await FindAsync(team, answer, cancellation) is null)
            return;
        var row = new TableEntity(team.Value, SlackKeys.Share(answer)) { [IsTakenBack] = true };
        await _tables.Slack.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellation);
        // A concurrent attempt stores its message first and then reads the mark, so this read after the mark misses none.
        if (await FindAsync(team, answer, cancellation) is { } share)
            await DeleteAsync(share, cancellation);
    }

    internal async Task<SlackShare?> FindAsync(SlackTeamId team, MessageId answer, CancellationToken cancellation) =>
        await _tables.Slack.GetEntityIfExistsAsync<TableEntity>(team.Value, SlackKeys.Share(answer), cancellationToken: cancellation)
            is { HasValue: true, Value: { } row }
            ? Read(row)
            : null;

    /// <summary>
    /// Returns the row of the answer's share, and whether this call began it. The row remains for days after the share, so that no
    /// retry of a withdrawn share begins it again.
    /// </summary>
    internal async Task<(SlackShare Share, bool IsNew)> BeginAsync(SlackShare wanted, CancellationToken cancellation)
    {
        var row = Row(wanted);
        try
        {
            await _tables.Slack.AddEntityAsync(row, cancellation);
            return (wanted, true);
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            var stored = await FindAsync(wanted.Place.Team, wanted.Answer, cancellation);
            if (stored is not null && (!stored.IsOver || stored.Nonce == wanted.Nonce))
                return (stored, false);
            if (stored is null || !await ChangedAsync(row, stored.ETag, TableUpdateMode.Replace, cancellation))
                throw new HttpRequestException("The share changed a moment ago.");
            return (wanted, true);
        }
    }

    /// <summary>Stores the messages posted so far. If the share was withdrawn concurrently, deletes them and returns false.</summary>
    internal async Task<bool> PostedAsync(SlackShare share, ImmutableArray<SlackTs> posts, bool isAll, CancellationToken cancellation)
    {
        var (team, answer) = (share.Place.Team, share.Answer);
        while (await FindAsync(team, answer, cancellation) is { } stored && stored.Nonce == share.Nonce)
        {
            var row = new TableEntity(team.Value, SlackKeys.Share(answer))
            {
                [Posts] = string.Join(' ', posts),
                [IsAll] = isAll,
                [IsUnseen] = share.IsUnseen,
                [IsOver] = false,
            };
            if (!await ChangedAsync(row, stored.ETag, TableUpdateMode.Merge, cancellation))
                continue;
            if (!stored.IsTakenBack)
                return true;
            if (await FindAsync(team, answer, cancellation) is { } taken)
                await DeleteAsync(taken, cancellation);
            return false;
        }

        // The share is over, and its row now belongs to another click.
        await DropAsync(share.Place, posts, cancellation);
        if (share.IsUnseen)
            throw new HttpRequestException("Slack did not say what an earlier click posted.");
        return false;
    }

    /// <summary>Deletes messages that no row has. Idempotent. Throws when a deletion is to be retried.</summary>
    internal async Task DropAsync(SlackPlace place, ImmutableArray<SlackTs> posts, CancellationToken cancellation)
    {
        if (!await AreDeletedAsync(place, posts, cancellation))
            throw new HttpRequestException("Slack did not delete the messages of a share that is over.");
    }

    /// <summary>Returns the withdrawn shares that are not over, and deletes the expired rows of those that are.</summary>
    internal async IAsyncEnumerable<SlackShare> SweepTakenBackAsync(SlackTeamId team, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var taken = TableClient.CreateQueryFilter(
            $"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstShare} and RowKey lt {SlackKeys.AfterShares} and IsTakenBack eq true");
        await foreach (var row in _tables.Slack.QueryAsync<TableEntity>(taken, cancellationToken: cancellation))
        {
            // Not part of the filter, which would skip the rows of an earlier version without this column.
            if (Read(row) is { IsOver: false } share)
                yield return share;
            else if (row.Timestamp < _time.GetUtcNow() - Retention)
                await ForgetAsync(row, cancellation);
        }
    }

    /// <summary>Deletes the messages of a withdrawn share, as far as Slack permits it now.</summary>
    internal async Task DeleteAsync(SlackShare share, CancellationToken cancellation)
    {
        if (!await AreDeletedAsync(share.Place, share.Posts, cancellation) || share.IsUnseen)
            return;
        // Fails when a message was stored meanwhile. The attempt that stored it, or the sweep, deletes that one.
        var row = new TableEntity(share.Place.Team.Value, SlackKeys.Share(share.Answer)) { [IsOver] = true };
        await ChangedAsync(row, share.ETag, TableUpdateMode.Merge, cancellation);
    }

    /// <summary>Returns false when a deletion is pending. A refusal, such as that of a revoked token, says nothing about the message.</summary>
    private async Task<bool> AreDeletedAsync(SlackPlace place, ImmutableArray<SlackTs> posts, CancellationToken cancellation)
    {
        foreach (var ts in posts)
        {
            if (await _client.DeleteAsync(place, ts, cancellation) is not SlackOutcome<SlackNone>.Done)
                return false;
        }

        return true;
    }

    private async Task ForgetAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await _tables.Slack.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
        }
        catch (RequestFailedException changed) when (changed.Status is 412 or 404)
        {
            // Another click has begun a share.
        }
    }

    private async Task<bool> ChangedAsync(TableEntity row, ETag seen, TableUpdateMode mode, CancellationToken cancellation)
    {
        try
        {
            await _tables.Slack.UpdateEntityAsync(row, seen, mode, cancellation);
            return true;
        }
        catch (RequestFailedException stale) when (stale.Status is 412 or 404)
        {
            return false;
        }
    }

    private static TableEntity Row(SlackShare share) => new(share.Place.Team.Value, SlackKeys.Share(share.Answer))
    {
        ["Channel"] = share.Place.Channel.Value,
        ["Root"] = share.Place.Thread?.Value,
        ["Turn"] = share.Turn,
        ["Nonce"] = share.Nonce,
        ["WasShared"] = share.WasShared,
        [Posts] = "",
        [IsAll] = false,
        [IsTakenBack] = false,
        [IsUnseen] = false,
        [IsOver] = false,
    };

    private static SlackShare Read(TableEntity row)
    {
        var team = SlackTeamId.Parse(row.PartitionKey);
        SlackTs? root = SlackTs.TryParse(row.GetString("Root"), out var ts) ? ts : null;
        ImmutableArray<SlackTs> posts = [.. row.GetString(Posts).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SlackTs.Parse)];
        return new(
            new(team, SlackChannelId.Parse(row.GetString("Channel")), root),
            SlackKeys.Shared(row.RowKey),
            row.GetString("Nonce"),
            row.GetBoolean("WasShared") ?? false)
        {
            Turn = row.GetString("Turn"),
            Posts = posts,
            // An earlier version stored the messages only after the last one.
            IsAll = row.GetBoolean(IsAll) ?? !posts.IsEmpty,
            IsTakenBack = row.GetBoolean(IsTakenBack) ?? false,
            IsUnseen = row.GetBoolean(IsUnseen) ?? false,
            IsOver = row.GetBoolean(IsOver) ?? false,
            ETag = row.ETag,
        };
    }
}
