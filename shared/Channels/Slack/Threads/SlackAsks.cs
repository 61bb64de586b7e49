using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Turns;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// The notes about waiting calls. Each is replaced with a sentence once its call no longer waits, wherever it was decided. The row of a note is
/// added before the note is posted, and deleted once it is replaced.
/// </summary>
internal sealed class SlackAsks(SlackSwitch slack, Tables tables, SlackPosts posts, TurnStore turns, TimeProvider time)
{
    /// <summary>The same as the retention of a post's row, without which the note cannot be found.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    /// <param name="there">The place of the note.</param>
    /// <param name="asked">The message that the turn answers.</param>
    public Task AddAsync(SlackPlace there, SlackMessage asked, SlackAsk ask, CancellationToken cancellation) => tables.Slack.UpsertEntityAsync(
        new TableEntity(there.Team.Value, SlackKeys.Ask(ask.Turn, ask.Key.Value))
        {
            ["Turn"] = ask.Turn.Value,
            ["Call"] = ask.CallId,
            ["Ask"] = ask.Ask,
            ["Hash"] = ask.Hash,
            ["Channel"] = there.Channel.Value,
            ["Thread"] = there.Thread?.Value,
            ["AskedIn"] = asked.Channel.Value,
            ["AskedAt"] = asked.Ts.Value,
            ["At"] = time.GetUtcNow(),
        },
        TableUpdateMode.Replace,
        cancellation);

    /// <summary>Returns the messages whose turn's notes are not replaced yet.</summary>
    public async Task<ImmutableHashSet<(SlackChannelId Channel, SlackTs Ts)>> AskedAsync(TurnId turn, CancellationToken cancellation)
    {
        var asked = ImmutableHashSet.CreateBuilder<(SlackChannelId, SlackTs)>();
        await foreach (var row in RowsAsync(SlackKeys.FirstAskOf(turn), SlackKeys.AfterAsksOf(turn), cancellation))
            asked.Add((SlackChannelId.Parse(row.GetString("AskedIn")), SlackTs.Parse(row.GetString("AskedAt"))));
        return asked.ToImmutable();
    }

    /// <summary>Replaces the turn's notes whose call no longer waits, as far as it is possible now. The sweep does the rest.</summary>
    public async Task SettleAsync(TurnId turn, CancellationToken cancellation)
    {
        try
        {
            var rows = await RowsAsync(SlackKeys.FirstAskOf(turn), SlackKeys.AfterAsksOf(turn), cancellation).ToListAsync(cancellation);
            await SettleAsync(turn, rows, cancellation);
        }
        catch (Exception failure) when (IsOutage(failure, cancellation))
        {
            // The answer is delivered in any case, and the sweep tries again.
        }
    }

    public async Task SweepAsync(CancellationToken cancellation)
    {
        var oldest = time.GetUtcNow() - Retention;
        var all = await RowsAsync(SlackKeys.FirstAsk, SlackKeys.AfterAsks, cancellation).ToListAsync(cancellation);
        var rows = all.ToLookup(row => row.GetDateTimeOffset("At") < oldest);
        foreach (var expired in rows[true])
            await ForgetAsync(expired, cancellation);
        foreach (var turn in rows[false].GroupBy(static row => row.GetString("Turn"), StringComparer.Ordinal))
        {
            try
            {
                await SettleAsync(TurnId.Parse(turn.Key), [.. turn], cancellation);
            }
            catch (Exception failure) when (IsOutage(failure, cancellation))
            {
                // The next sweep tries again.
            }
        }
    }

    /// <summary>Returns true for a failure of Slack or of the storage service. The latter can be an aggregate of retries, or a timeout.</summary>
    public static bool IsOutage(Exception failure, CancellationToken cancellation) =>
        failure is HttpRequestException or RequestFailedException or AuthenticationFailedException or AggregateException or IOException
        || (failure is OperationCanceledException && !cancellation.IsCancellationRequested);

    private async Task SettleAsync(TurnId turn, List<TableEntity> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;
        var now = await turns.WithStepsAsync(turn, cancellation);
        foreach (var row in rows)
        {
            var ask = new SlackAsk(turn, row.GetString("Call"), row.GetInt32("Ask") ?? 0, row.GetString("Hash"));
            var isLast = rows.TrueForAll(other => other.GetString("Call") != ask.CallId || other.GetInt32("Ask") <= ask.Ask);
            var words = isLast ? await WordsAsync(ask, now, cancellation) : SlackWords.AskedAgain;
            SlackTs? root = SlackTs.TryParse(row.GetString("Thread"), out var thread) ? thread : null;
            var there = new SlackPlace(slack.Required.Team, SlackChannelId.Parse(row.GetString("Channel")), root);
            if (words is not null && await IsReplacedAsync(there, ask.Key, words, cancellation))
                await ForgetAsync(row, cancellation);
        }
    }

    /// <summary>Returns what happened to the call; null while it waits for the answer to this note.</summary>
    private async Task<string?> WordsAsync(SlackAsk ask, TurnSteps? now, CancellationToken cancellation)
    {
        if (now is { Turn: { Status: TurnStatus.Running } turn } && (await turns.FindConfirmationAsync(turn, ask.CallId, cancellation))?.Pending is { } pending)
        {
            return ask.Hash is not null && (pending.Ask != ask.Ask || pending.ArgumentHash != ask.Hash) ? SlackWords.AskedAgain : pending.Decision switch
            {
                ConfirmationDecision.Approved => SlackWords.Approved,
                ConfirmationDecision.Declined => SlackWords.Declined,
                _ => time.GetUtcNow() >= pending.Expires ? SlackWords.Expired : null,
            };
        }

        // The confirmations of an ended turn are deleted. Its steps are not.
        return now?.Steps.FirstOrDefault(step => step.CallId == ask.CallId)?.Status switch
        {
            StepStatus.Succeeded => SlackWords.Approved,
            StepStatus.Declined => SlackWords.Declined,
            StepStatus.Expired => SlackWords.Expired,
            StepStatus.Stopped => SlackWords.StoppedBefore,
            _ => SlackWords.Over,
        };
    }

    /// <summary>Returns false when it is to be tried again. A note that Slack no longer has, or refuses to change, counts as replaced.</summary>
    private async Task<bool> IsReplacedAsync(SlackPlace there, SlackPostKey key, string words, CancellationToken cancellation)
    {
        var look = await posts.LookAsync(there, key, cancellation);
        if (look is not SlackOutcome<SlackPosted?>.Done { Value: var note })
            return look is SlackOutcome<SlackPosted?>.Refused;
        return note is null
            || await posts.ReplaceAsync(there, note, key, SlackNotes.Refusal(words), cancellation)
                is SlackOutcome<SlackPosted>.Done
                    or SlackOutcome<SlackPosted>.Refused;
    }

    private async Task ForgetAsync(TableEntity row, CancellationToken cancellation) =>
        await tables.Slack.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);

    private async IAsyncEnumerable<TableEntity> RowsAsync(string first, string after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (slack.Workspace is not { Team: var team })
            yield break;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {team.Value} and RowKey ge {first} and RowKey lt {after}");
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            yield return row;
    }
}

/// <summary>A note in Slack about a call that waits for its speaker.</summary>
/// <param name="Ask">The number of the question.</param>
/// <param name="Hash">The hash of the arguments and of the shown card; null for a link to the web app, which shows the present question.</param>
internal sealed record SlackAsk(TurnId Turn, string CallId, int Ask, string? Hash)
{
    public SlackPostKey Key => Hash is null ? SlackPostKey.Of(Turn.Value, "confirm", CallId) : SlackPostKey.Of(Turn.Value, "confirm", CallId, $"{Ask}", Hash);
}
