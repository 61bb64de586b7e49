using System.Collections.Immutable;
using Azure;
using Onbehalf.Audit;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Reverts a partial share, as if nobody had clicked: the share in the web app, and the messages in Slack. These include messages whose
/// response was lost.
/// </summary>
internal sealed class SlackShareEnding(SlackPosts posts, SlackShares shares, AnswerShares answers, MessageStore messages, AuditTrail audit)
{
    public static SlackPostKey KeyOf(string turn, string nonce, int at) => SlackPostKey.Of(turn, "share", nonce, $"{at}");

    /// <summary>Returns the key of the audit records.</summary>
    public static string CallIdOf(MessageId answer, string nonce) => $"{answer}-share-slack-{nonce}";

    /// <summary>Idempotent. Throws while Slack is unavailable.</summary>
    public async Task EndAsync(SlackShare share, CancellationToken cancellation)
    {
        if (!share.IsTakenBack)
        {
            if (!share.WasShared)
                await answers.RemoveAsync(share.Answer, CancellationToken.None);
            await shares.TakeBackAsync(share.Answer, CancellationToken.None);
        }

        if (share.IsAll || share.Turn is not { } turn)
            return;
        var posted = share.Posts.ToBuilder();
        SlackOutcome<SlackPosted?> look;
        while (
            (look = await LookAsync(share.Place, KeyOf(turn, share.Nonce, posted.Count), cancellation)) is SlackOutcome<SlackPosted?>.Done { Value.Ts: var ts })
            posted.Add(ts);
        var isUnseen = look is SlackOutcome<SlackPosted?>.Refused;
        if (posted.Count > share.Posts.Length || isUnseen || share.IsUnseen)
            await shares.PostedAsync(share with { IsUnseen = isUnseen }, posted.ToImmutable(), isAll: false, CancellationToken.None);
    }

    /// <summary>Retries what Slack did not permit: deletions, and searches for messages whose response was lost.</summary>
    public async Task SweepAsync(SlackTeamId team, CancellationToken cancellation)
    {
        await foreach (var share in shares.SweepTakenBackAsync(team, cancellation))
        {
            try
            {
                await (share.IsUnseen ? EndAsync(share, cancellation) : shares.DeleteAsync(share, cancellation));
            }
            catch (HttpRequestException)
            {
                // The next sweep tries again.
            }
        }
    }

    /// <summary>
    /// Deletes the messages that an earlier click posted. The share's row lists only the messages of a later click on the same answer. Idempotent.
    /// Throws while they cannot be deleted.
    /// </summary>
    public async Task DropAsync(SlackShare later, string nonce, CancellationToken cancellation)
    {
        for (var at = 0; later.Turn is { } turn; at++)
        {
            if (await LookAsync(later.Place, KeyOf(turn, nonce, at), cancellation) is not SlackOutcome<SlackPosted?>.Done { Value: var lost })
                throw new HttpRequestException("Slack did not say what an earlier click posted.");
            if (lost is null)
                return;
            await shares.DropAsync(later.Place, [lost.Ts], cancellation);
        }
    }

    /// <summary>Writes the outcome of the click's intent, once, for an asker who may have lost access since. Without an intent, it does nothing.</summary>
    public async Task CloseAsync(SlackShare share, AuditDecision decision, string? reason, CancellationToken cancellation)
    {
        if (await messages.FindAsync(share.Answer, cancellation) is ThreadMessage.Answer answer
            && await audit.FindIntentAsync(answer.AskedBy.Id, CallIdOf(share.Answer, share.Nonce), cancellation) is { } intent)
            await CloseAsync(intent.Entry with { Decision = decision, Reason = reason }, cancellation);
    }

    /// <summary>Writes the outcome of an intent, once. Returns false without an intent.</summary>
    public async Task<bool> CloseAsync(AuditEntry outcome, CancellationToken cancellation)
    {
        if (await audit.FindIntentAsync(outcome.Subject.Id, outcome.CallId, cancellation) is null)
            return false;
        if (await audit.FindOutcomeAsync(outcome.Subject.Id, outcome.CallId, cancellation) is null)
            await audit.OutcomeAsync(outcome, CancellationToken.None);
        return true;
    }

    /// <summary>Returns the message, none, or a refusal that leaves open whether there is one. Throws while Slack is unavailable.</summary>
    private async Task<SlackOutcome<SlackPosted?>> LookAsync(SlackPlace place, SlackPostKey key, CancellationToken cancellation) =>
        await posts.LookAsync(place, key, cancellation) switch
        {
            SlackOutcome<SlackPosted?>.Done done => done,
            // Without its place, there is no message.
            SlackOutcome<SlackPosted?>.Refused { Code: "channel_not_found" or "is_archived" or "thread_not_found" } => new SlackOutcome<SlackPosted?>.Done(
                null),
            SlackOutcome<SlackPosted?>.Refused refused => refused,
            _ => throw new HttpRequestException("Slack cannot be reached."),
        };
}

/// <summary>A current or past share of an answer to its channel.</summary>
/// <param name="Nonce">The id of the click, which all its attempts have. It distinguishes the shares of one answer.</param>
/// <param name="WasShared">True when the members already had the answer before it was posted.</param>
internal sealed record SlackShare(SlackPlace Place, MessageId Answer, string Nonce, bool WasShared)
{
    /// <summary>The turn of the answer; null in rows of an earlier version.</summary>
    public string? Turn { get; init; }

    /// <summary>The messages posted so far, in their order.</summary>
    public ImmutableArray<SlackTs> Posts { get; init; } = [];

    /// <summary>True after the last message was posted.</summary>
    public bool IsAll { get; init; }

    public bool IsTakenBack { get; init; }

    /// <summary>True while Slack refuses the search for messages whose response was lost. The sweep searches again.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>True after the messages of a withdrawn share were deleted.</summary>
    public bool IsOver { get; init; }

    public ETag ETag { get; init; }
}
