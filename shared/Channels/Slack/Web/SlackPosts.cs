using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>
/// Posts each message once, also after a crash. A row is added before the post, and gets the message's timestamp after it. A caller that
/// finds a row without a timestamp waits until the first attempt must be over. It then searches the place for the key before it posts
/// again.
/// </summary>
internal sealed class SlackPosts(SlackClient client, TableClient table, TimeProvider time)
{
    /// <summary>Longer than an attempt can take, including Slack's processing after a timeout.</summary>
    public static readonly TimeSpan Attempt = SlackTransport.Timeout + TimeSpan.FromSeconds(20);

    /// <summary>Tolerance for a slower clock of Slack.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Retention of rows, much longer than the retries of a delivery.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private const string First = "slack-post ";
    private const string After = "slack-post!";
    private const string Ts = "ts";
    private const string Channel = "channel";
    private const string Began = "began";
    private const string Until = "until";
    private const string RowKey = "post";

    /// <summary>Posts a message once. Returns <see cref="SlackOutcome{T}.RateLimited"/> while another attempt may still be running.</summary>
    public async Task<SlackOutcome<SlackPosted>> PostOnceAsync(SlackPlace place, SlackPostKey key, SlackPost message, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var row = new TableEntity(Partition(place, key), RowKey) { [Began] = now, [Until] = now + Attempt };
        try
        {
            row.ETag = (await table.AddEntityAsync(row, cancellation)).Headers.ETag ?? ETag.All;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            return await AgainAsync(place, key, message, cancellation);
        }

        return await PostAsync(place, key, message, row, cancellation);
    }

    /// <summary>Posts several messages. Without a thread, the first one starts a thread for the others. Otherwise all are in the given thread.</summary>
    /// <returns>The first message, and the outcome of a message that was not posted.</returns>
    public async Task<(SlackPosted? First, SlackOutcome<SlackPosted>? Failed)> PostAllAsync(
        SlackPlace place, Func<int, SlackPostKey> key, ImmutableArray<SlackPost> messages, CancellationToken cancellation)
    {
        SlackPosted? first = null;
        for (var at = 0; at < messages.Length; at++)
        {
            var there = place.Thread is null && first is { } begun ? place with { Thread = begun.Ts } : place;
            var outcome = await PostOnceAsync(there, key(at), messages[at], cancellation);
            if (outcome is not SlackOutcome<SlackPosted>.Done done)
                return (first, outcome);
            first ??= done.Value;
        }

        return (first, null);
    }

    /// <summary>Returns whether a message is recorded under this key.</summary>
    public async Task<bool> KnowsAsync(SlackPlace place, SlackPostKey key, CancellationToken cancellation) =>
        await FindAsync(place, key, cancellation) is not null;

    /// <summary>Returns the message that is recorded under this key; null when there is none.</summary>
    public async Task<SlackPosted?> FindAsync(SlackPlace place, SlackPostKey key, CancellationToken cancellation) =>
        await table.GetEntityIfExistsAsync<TableEntity>(Partition(place, key), RowKey, cancellationToken: cancellation) is { HasValue: true, Value: { } row }
            ? Posted(row)
            : null;

    /// <summary>
    /// Returns the message under this key without posting, also when Slack's response to its attempt was lost. Returns
    /// <see cref="SlackOutcome{T}.RateLimited"/> while an attempt may still be running.
    /// </summary>
    public async Task<SlackOutcome<SlackPosted?>> LookAsync(SlackPlace place, SlackPostKey key, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition(place, key), RowKey, cancellationToken: cancellation);
        if (found is not { HasValue: true, Value: { } row })
            return new SlackOutcome<SlackPosted?>.Done(null);
        if (Posted(row) is { } posted)
            return new SlackOutcome<SlackPosted?>.Done(posted);
        var left = row.GetDateTimeOffset(Until) - time.GetUtcNow();
        return left > TimeSpan.Zero ? new SlackOutcome<SlackPosted?>.RateLimited(left.Value) : await FindAsync(place, key, row, cancellation);
    }

    /// <summary>Records a message that was created in another way, such as an ended stream.</summary>
    public async Task RecordAsync(SlackPlace place, SlackPostKey key, SlackTs ts, CancellationToken cancellation) =>
        await table.UpsertEntityAsync(
            new TableEntity(Partition(place, key), RowKey)
            {
                [Began] = time.GetUtcNow(),
                [Channel] = place.Channel.Value,
                [Ts] = ts.Value,
            },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>
    /// Replaces a posted message for good, and forgets its key. The new content has another key, so that a search for a later message with the
    /// forgotten key does not find it.
    /// </summary>
    public async Task<SlackOutcome<SlackPosted>> ReplaceAsync(
        SlackPlace place, SlackPosted posted, SlackPostKey key, SlackPost message, CancellationToken cancellation)
    {
        var outcome = await client.UpdateAsync(place, posted.Ts, message, SlackPostKey.Of(key.Value, "replaced"), cancellation);
        if (outcome is SlackOutcome<SlackPosted>.Done)
            await ForgetAsync(place, key, cancellation);
        return outcome;
    }

    /// <summary>Deletes a key, so that the next post under it creates another message.</summary>
    public Task ForgetAsync(SlackPlace place, SlackPostKey key, CancellationToken cancellation) =>
        table.DeleteEntityAsync(Partition(place, key), RowKey, ETag.All, cancellation);

    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = TableClient.CreateQueryFilter(
            $"PartitionKey ge {First} and PartitionKey lt {After} and RowKey eq {RowKey} and began lt {time.GetUtcNow() - Retention}");
        await foreach (var row in table.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    private async Task<SlackOutcome<SlackPosted>> AgainAsync(SlackPlace place, SlackPostKey key, SlackPost message, CancellationToken cancellation)
    {
        var row = (await table.GetEntityAsync<TableEntity>(Partition(place, key), RowKey, cancellationToken: cancellation)).Value;
        if (Posted(row) is { } posted)
            return new SlackOutcome<SlackPosted>.Done(posted);
        var now = time.GetUtcNow();
        if (row.GetDateTimeOffset(Until) is { } until && until > now)
            return new SlackOutcome<SlackPosted>.RateLimited(until - now);
        row[Until] = now + Attempt;
        if (!await ChangeAsync(row, cancellation))
            return new SlackOutcome<SlackPosted>.RateLimited(Attempt);
        var found = await FindAsync(place, key, row, cancellation);
        if (found is SlackOutcome<SlackPosted?>.Done { Value: null })
            return await PostAsync(place, key, message, row, cancellation);
        if (found is SlackOutcome<SlackPosted?>.Done { Value: { } late })
            return await DoneAsync(row, late, cancellation);
        await ReleaseAsync(row, cancellation);
        return found.Map(static posted => posted!);
    }

    private async Task<SlackOutcome<SlackPosted?>> FindAsync(SlackPlace place, SlackPostKey key, TableEntity row, CancellationToken cancellation)
    {
        var bot = await client.WhoAmIAsync(place.Team, cancellation);
        if (bot is not SlackOutcome<SlackBot>.Done { Value: { } self })
            return bot.Map(static _ => default(SlackPosted));
        var own = await client.OwnMessagesAsync(place, self.BotId, row.GetDateTimeOffset(Began)!.Value - Skew, cancellation);
        return own.Map(messages => messages.FirstOrDefault(message => message.Key == key.Value) is { } found ? new SlackPosted(place.Channel, found.Ts) : null);
    }

    private async Task<SlackOutcome<SlackPosted>> PostAsync(
        SlackPlace place, SlackPostKey key, SlackPost message, TableEntity row, CancellationToken cancellation)
    {
        var outcome = await client.PostAsync(place, message, key, cancellation);
        switch (outcome)
        {
            case SlackOutcome<SlackPosted>.Done done:
                return await DoneAsync(row, done.Value, cancellation);
            case SlackOutcome<SlackPosted>.Unreachable { MayBeDone: true }:
                return outcome;
            default:
                // Certainly not posted, so the next attempt need not wait.
                await ReleaseAsync(row, cancellation);
                return outcome;
        }
    }

    private async Task<SlackOutcome<SlackPosted>> DoneAsync(TableEntity row, SlackPosted posted, CancellationToken cancellation)
    {
        (row[Channel], row[Ts]) = (posted.Channel.Value, posted.Ts.Value);
        await ChangeAsync(row, cancellation);
        return new SlackOutcome<SlackPosted>.Done(posted);
    }

    private Task<bool> ReleaseAsync(TableEntity row, CancellationToken cancellation)
    {
        row[Until] = time.GetUtcNow();
        return ChangeAsync(row, cancellation);
    }

    private async Task<bool> ChangeAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            row.ETag = (await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation)).Headers.ETag ?? ETag.All;
            return true;
        }
        catch (RequestFailedException stale) when (stale.Status is 412 or 404)
        {
            return false;
        }
    }

    private static SlackPosted? Posted(TableEntity row) =>
        SlackTs.TryParse(row.GetString(Ts), out var ts) && SlackChannelId.TryParse(row.GetString(Channel), out var channel) ? new(channel, ts) : null;

    private static string Partition(SlackPlace place, SlackPostKey key) => $"{First}{place.Team} {place.Channel} {key}";
}
