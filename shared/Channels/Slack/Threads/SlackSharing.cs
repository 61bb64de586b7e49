using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Shares an answer to the channel of its question, once, on its asker's click, exactly as previewed. The decision and the share are those
/// of the web app. The channel has further readers, so the preview names them.
/// </summary>
internal sealed class SlackSharing(
    SlackClient client, SlackPosts posts, SlackPeople people, SlackLinks links, SlackCards cards, SlackPlaces places, SlackRooms rooms, SlackShares shares,
    SlackShareEnding ending, AnswerShares answers, MessageStore messages, Authorities authorities, AuditTrail audit)
{
    private const string SlackRefused = "slack-refused";
    private const string TakenBack = "taken-back";

    /// <summary>Posts the preview to the asker's direct messages: the exact messages and a button that posts them.</summary>
    public async Task PreviewAsync(SlackTeamId team, SlackUserId user, string reference, Uri origin, CancellationToken cancellation)
    {
        if (await client.OpenDirectAsync(team, user, cancellation) is not SlackOutcome<SlackChannelId>.Done { Value: var channel })
            return;
        var direct = new SlackPlace(team, channel);
        switch (await FindAsync(team, user, reference, origin, isAct: false, cancellation))
        {
            case SlackShareable.Refused refused:
                await client.WhisperAsync(direct, user, SlackNotes.Refusal(refused.Reason), cancellation);
                break;
            case SlackShareable.Unclear:
                await client.WhisperAsync(direct, user, SlackNotes.Refusal(SlackWords.Unclear), cancellation);
                break;
            case SlackShareable.Found found when await shares.FindAsync(team, found.Answer.Message.Id, cancellation) is { IsAll: true, IsTakenBack: false }:
                await client.WhisperAsync(direct, user, SlackNotes.Refusal(SlackWords.SharedBefore(found.Answer.Message.IsPrivate)), cancellation);
                break;
            case SlackShareable.Found found:
                await ShowAsync(direct, found, reference, cancellation);
                break;
        }
    }

    /// <summary>Posts the share. Idempotent. Throws while Slack is unavailable.</summary>
    public async Task ShareAsync(SlackShareAsked asked, Uri origin, CancellationToken cancellation)
    {
        if (await DirectAsync(asked, cancellation) is not { } direct)
        {
            await EndAsync(asked, AuditDecision.Refused, SlackRefused, cancellation);
            return;
        }

        switch (await FindAsync(asked.Team, asked.User, asked.Reference, origin, isAct: true, cancellation))
        {
            case SlackShareable.Refused refused:
                var isPosted = await EndAsync(asked, AuditDecision.Refused, "no-access", cancellation);
                // A person without access to the answer cannot take it back.
                await AnswerAsync(direct, asked, isPosted ? SlackWords.Shared(mayTakeBack: false) : refused.Reason, cancellation);
                break;
            case SlackShareable.Unclear:
                throw new HttpRequestException("Slack does not say who is in the channel.");
            case SlackShareable.Found found when found.Hash != asked.Hash:
                await AnswerAsync(direct, asked, await ChangedAsync(found, asked, cancellation), cancellation);
                break;
            case SlackShareable.Found found:
                await AnswerAsync(direct, asked, await PostAsync(found, asked.Nonce, cancellation), cancellation);
                break;
        }
    }

    /// <summary>Ends a click after its last attempt failed. Idempotent. Throws while Slack is unavailable.</summary>
    public async Task GiveUpAsync(SlackShareAsked asked, CancellationToken cancellation)
    {
        var isPosted = await EndAsync(asked, AuditDecision.Failed, "retries-exhausted", cancellation);
        if (await DirectAsync(asked, cancellation) is { } direct)
            await AnswerAsync(direct, asked, isPosted ? SlackWords.Shared(await IsPrivateAsync(asked, cancellation)) : SlackWords.ShareFailed, cancellation);
    }

    private async Task<bool> IsPrivateAsync(SlackShareAsked asked, CancellationToken cancellation) =>
        await cards.FindAsync(asked.Team, asked.Reference, cancellation) is { } answer
        && await messages.FindAsync(answer, cancellation) is ThreadMessage.Answer { IsPrivate: true };

    /// <summary>Returns null when Slack refuses.</summary>
    private async Task<SlackPlace?> DirectAsync(SlackShareAsked asked, CancellationToken cancellation)
    {
        var opened = await client.OpenDirectAsync(asked.Team, asked.User, cancellation);
        Wait(opened);
        return opened is SlackOutcome<SlackChannelId>.Done { Value: var channel } ? new SlackPlace(asked.Team, channel) : null;
    }

    /// <summary>Ends a click without another attempt. A partial share is reverted.</summary>
    /// <param name="decision">The outcome of a share that was not posted completely.</param>
    /// <returns>Whether an earlier attempt posted all messages.</returns>
    private async Task<bool> EndAsync(SlackShareAsked asked, AuditDecision decision, string reason, CancellationToken cancellation)
    {
        if (await cards.FindAsync(asked.Team, asked.Reference, cancellation) is not { } answer
            || await shares.FindAsync(asked.Team, answer, cancellation) is not { } share)
            return false;
        if (share.Nonce != asked.Nonce)
        {
            await ending.DropAsync(share, asked.Nonce, cancellation);
            return false;
        }

        if (!share.IsAll)
            await ending.EndAsync(share, cancellation);
        await ending.CloseAsync(share, share.IsAll ? AuditDecision.Succeeded : decision, share.IsAll ? null : reason, cancellation);
        return share is { IsAll: true, IsTakenBack: false };
    }

    /// <returns>The note for its asker.</returns>
    private async Task<string> ChangedAsync(SlackShareable.Found found, SlackShareAsked asked, CancellationToken cancellation)
    {
        const string Why = "preview-changed";
        if (await EndAsync(asked, AuditDecision.Refused, Why, cancellation))
            return SlackWords.Shared(found.Answer.Message.IsPrivate);
        if (!await ending.CloseAsync(Entry(found, asked.Nonce) with { Decision = AuditDecision.Refused, Reason = Why }, cancellation))
            await audit.RecordAsync(
                Entry(found, "changed-" + Guid.NewGuid().ToString("N")) with { Decision = AuditDecision.Denied, Reason = Why }, cancellation);
        return SlackWords.PreviewChanged;
    }

    private static AuditEntry Entry(SlackShareable.Found found, string nonce) =>
        ShareAudit.Entry(found.Answer.Speaker, found.Answer.Message, AuditAction.Share, found.Answer.Others) with
        {
            CallId = SlackShareEnding.CallIdOf(found.Answer.Message.Id, nonce),
            Details = JsonSerializer.Serialize(
                new
                {
                    audience = found.Answer.Others.Select(static member => new { subject = member.Subject.Value, name = member.Name }),
                    slack = new
                    {
                        team = found.Place.Team.Value,
                        channel = found.Place.Channel.Value,
                        isPrivate = found.Room.IsPrivate,
                        members = found.Room.Members.Count,
                    },
                }),
        };

    /// <returns>The note for its asker.</returns>
    private async Task<string> PostAsync(SlackShareable.Found found, string nonce, CancellationToken cancellation)
    {
        var (answer, turn) = (found.Answer, found.Answer.Message.Turn.Value);
        var isOpen = !answer.Message.IsPrivate || await answers.IsSharedAsync(answer, cancellation);
        var (share, isNew) = await shares.BeginAsync(new(found.Place.Place, answer.Message.Id, nonce, isOpen) { Turn = turn }, cancellation);
        var entry = Entry(found, share.Nonce);
        if (share.Nonce != nonce)
            await ending.DropAsync(share, nonce, cancellation);
        // An earlier attempt may have shared it, and the asker may have withdrawn it since. A new click decides again, also about a partial
        // share of another click.
        if (!isNew && (!isOpen || share.IsTakenBack || (!share.IsAll && share.Nonce != nonce)))
        {
            await ending.EndAsync(share with { Turn = turn }, cancellation);
            await ending.CloseAsync(entry with { Decision = AuditDecision.Refused, Reason = share.IsTakenBack ? TakenBack : "unfinished" }, cancellation);
            return share.IsTakenBack ? SlackWords.TakenBack : SlackWords.Unfinished;
        }

        if (await audit.FindIntentAsync(answer.Speaker.Subject.Id, entry.CallId, cancellation) is null)
            await audit.IntentAsync(entry, cancellation);
        if (isNew && !isOpen)
            await answers.AddAsync(answer, found.Frozen, CancellationToken.None);
        var (words, outcome) = share.IsAll
            ? (SlackWords.Shared(answer.Message.IsPrivate), entry with { Decision = AuditDecision.Succeeded })
            : await PostAsync(found, share, entry, cancellation);
        await ending.CloseAsync(outcome, cancellation);
        return words;
    }

    /// <summary>Continues after the recorded messages. When Slack refuses a message, the share is reverted as if nobody had clicked.</summary>
    private async Task<(string Words, AuditEntry Outcome)> PostAsync(
        SlackShareable.Found found, SlackShare share, AuditEntry entry, CancellationToken cancellation)
    {
        var (turn, posted) = (found.Answer.Message.Turn.Value, share.Posts);
        while (posted.Length < found.Posts.Length)
        {
            var key = SlackShareEnding.KeyOf(turn, share.Nonce, posted.Length);
            if (Wait(await posts.PostOnceAsync(share.Place, key, found.Posts[posted.Length], cancellation)) is not { } there)
            {
                await ending.EndAsync(share with { Turn = turn, Posts = posted }, cancellation);
                return (SlackWords.ShareRefused, entry with { Decision = AuditDecision.Refused, Reason = SlackRefused });
            }

            posted = posted.Add(there.Ts);
            if (!await shares.PostedAsync(share, posted, isAll: posted.Length == found.Posts.Length, CancellationToken.None))
                return (SlackWords.TakenBack, entry with { Decision = AuditDecision.Refused, Reason = TakenBack });
        }

        return (SlackWords.Shared(found.Answer.Message.IsPrivate), entry with { Decision = AuditDecision.Succeeded });
    }

    private async Task ShowAsync(SlackPlace direct, SlackShareable.Found found, string reference, CancellationToken cancellation)
    {
        var turn = found.Answer.Message.Turn;
        // Post in the answer's thread, if the row of its first message still exists.
        var there = direct with { Thread = (await posts.FindAsync(direct, SlackPostKey.Of(turn.Value, "answer", "0"), cancellation))?.Ts };
        for (var i = 0; i < found.Posts.Length; i++)
        {
            if (await posts.PostOnceAsync(there, SlackPostKey.Of(turn.Value, "preview", found.Hash, $"{i}"), found.Posts[i], cancellation)
                is not SlackOutcome<SlackPosted>.Done)
                return;
        }

        var ask = SlackNotes.AskToShare(
            found.Place.Team, found.Place.Channel, found.Posts.Length, found.Room.IsPrivate, found.Room.Members.Count - 1, $"{reference} {found.Hash}");
        await posts.PostOnceAsync(there, AskKey(reference, found.Hash), ask, cancellation);
    }

    /// <summary>Replaces the button, which is used.</summary>
    private async Task AnswerAsync(SlackPlace direct, SlackShareAsked asked, string words, CancellationToken cancellation)
    {
        var note = SlackNotes.Refusal(words);
        var key = AskKey(asked.Reference, asked.Hash);
        if (await posts.FindAsync(direct, key, cancellation) is not { } ask)
        {
            Wait(await client.WhisperAsync(direct, asked.User, note, cancellation));
            return;
        }

        Wait(await client.UpdateAsync(direct, ask.Ts, note, null, cancellation));
        // The next preview posts again, even with the same content.
        await posts.ForgetAsync(direct, key, cancellation);
    }

    private static SlackPostKey AskKey(string reference, string hash) => SlackPostKey.Of("share", reference, hash);

    /// <summary>Returns the default when Slack refuses. Throws when the call is to be retried.</summary>
    private static T? Wait<T>(SlackOutcome<T> outcome) => outcome switch
    {
        SlackOutcome<T>.Done done => done.Value,
        SlackOutcome<T>.Refused => default,
        _ => throw new HttpRequestException("Slack cannot be reached."),
    };

    /// <param name="isAct">It is posted now: what Slack said a moment ago does not decide.</param>
    private async Task<SlackShareable> FindAsync(SlackTeamId team, SlackUserId user, string reference, Uri origin, bool isAct, CancellationToken cancellation)
    {
        if (await cards.FindAsync(team, reference, cancellation) is not { } message
            || await places.FindAsync(message.Thread, cancellation) is not { Direct: null } place)
            return new SlackShareable.Refused(SlackWords.Nothing);
        if (isAct)
        {
            rooms.Forget(team, place.Channel);
            people.Forget(team, user);
        }

        if (Wait(await people.FindAsync(team, user, cancellation)) is not { MayAct: true } person || !person.IsOf(team)
            || await links.FindAsync(team, user, cancellation) is not { } link)
            return new SlackShareable.Refused(SlackWords.Nothing);
        var confirmed = await authorities.ConfirmAsync(link.Person, Freshness.Now, cancellation);
        if (confirmed is not AuthorityResult.Confirmed { Authority: var speaker })
            return new SlackShareable.Refused(((AuthorityResult.Refused)confirmed).Reason);
        var room = await rooms.OfAsync(team, place.Channel, cancellation);
        if (room is not SlackRoom.Open open)
            return room is SlackRoom.Unclear ? new SlackShareable.Unclear() : new SlackShareable.Refused(SlackWords.NotHere);
        if (await answers.FindAnyAsync(speaker, message, cancellation) is not { } own)
            return new SlackShareable.Refused(SlackWords.Nothing);
        // A share is for the members whom its asker chose: whoever comes to a channel was not among them.
        if (own.Message.Evidence.Any(static piece => piece.Share is not null))
            return new SlackShareable.Refused(SlackWords.NotTheirsToPost);
        if (own.Frozen is not { } whole)
            return new SlackShareable.Refused(SlackWords.Withdrawn);
        var cut = AnswerShown.Cut(whole);
        return new SlackShareable.Found(
            own with { Frozen = cut }, cut, place, open, AnswerShown.Of(whole, speaker.Subject.Name, new(origin, $"/t/{place.Thread}")));
    }
}
