using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Shares an answer to the channel of its question, once, on its asker's click, exactly as previewed. The decision and the share are those
/// of the web app. The channel has further readers, so the preview names them.
/// </summary>
internal sealed class SlackSharing(
    SlackClient client, SlackPosts posts, SlackPeople people, SlackLinks links, SlackCards cards, SlackPlaces places, SlackRooms rooms, SlackShares shares, AnswerShares answers,
    Authorities authorities, AuditTrail audit)
{
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
            case SlackShareable.Found found when await shares.FindAsync(team, found.Answer.Message.Id, cancellation) is { Posts.Length: > 0, IsTakenBack: false }:
                await client.WhisperAsync(direct, user, SlackNotes.Refusal(SlackWords.SharedBefore), cancellation);
                break;
            case SlackShareable.Found found:
                await ShowAsync(direct, found, reference, cancellation);
                break;
        }
    }

    /// <summary>Posts the share. Idempotent. Throws while Slack is unavailable.</summary>
    /// <param name="hash">The hash of the previewed messages and their audience.</param>
    public async Task ShareAsync(SlackTeamId team, SlackUserId user, string reference, string hash, Uri origin, CancellationToken cancellation)
    {
        var direct = await client.OpenDirectAsync(team, user, cancellation);
        Wait(direct);
        if (direct is not SlackOutcome<SlackChannelId>.Done { Value: var channel })
            return;
        var asked = new Asked(new(team, channel), user, reference, hash);
        switch (await FindAsync(team, user, reference, origin, isAct: true, cancellation))
        {
            case SlackShareable.Refused refused:
                await AnswerAsync(asked, refused.Reason, cancellation);
                break;
            case SlackShareable.Unclear:
                throw new HttpRequestException("Slack does not say who is in the channel.");
            case SlackShareable.Found found when found.Hash != hash:
                await audit.RecordAsync(Entry(found, "changed-" + Guid.NewGuid().ToString("N")) with { Decision = AuditDecision.Denied, Reason = "preview-changed" }, cancellation);
                await AnswerAsync(asked, SlackWords.PreviewChanged, cancellation);
                break;
            case SlackShareable.Found found:
                await AnswerAsync(asked, await PostAsync(found, cancellation), cancellation);
                break;
        }
    }

    private static AuditEntry Entry(SlackShareable.Found found, string nonce) =>
        ShareAudit.Entry(found.Answer.Speaker, found.Answer.Message, AuditAction.Share, found.Answer.Others) with
        {
            CallId = $"{found.Answer.Message.Id}-share-slack-{nonce}",
            Details = JsonSerializer.Serialize(new
            {
                audience = found.Answer.Others.Select(static member => new { subject = member.Subject.Value, name = member.Name }),
                slack = new { team = found.Place.Team.Value, channel = found.Place.Channel.Value, isPrivate = found.Room.IsPrivate, members = found.Room.Members.Count },
            }),
        };

    /// <returns>The note for its asker.</returns>
    private async Task<string> PostAsync(SlackShareable.Found found, CancellationToken cancellation)
    {
        var (answer, place) = (found.Answer, found.Place.Place);
        var isShared = await answers.IsSharedAsync(answer, cancellation);
        var (share, isNew) = await shares.BeginAsync(place, answer.Message.Id, isShared, cancellation);
        // An earlier attempt may have shared it, and the asker may have withdrawn it since. A new click decides again.
        if (!isNew && ((answer.Message.IsPrivate && !isShared) || share.IsTakenBack))
        {
            await shares.TakeBackAsync(answer.Message.Id, cancellation);
            return SlackWords.PreviewChanged;
        }

        var entry = Entry(found, share.Nonce);
        if (await audit.FindIntentAsync(answer.Speaker.Subject.Id, entry.CallId, cancellation) is null)
            await audit.IntentAsync(entry, cancellation);
        if (isNew && answer.Message.IsPrivate)
            await answers.AddAsync(answer, found.Frozen, CancellationToken.None);
        var posted = ImmutableArray.CreateBuilder<SlackTs>();
        for (var i = 0; i < found.Posts.Length && share.Posts.IsEmpty; i++)
        {
            if (Wait(await posts.PostOnceAsync(place, SlackPostKey.Of(answer.Message.Turn.Value, "share", share.Nonce, $"{i}"), found.Posts[i], cancellation)) is not { } there)
                return await RefusedAsync(found, share with { Posts = posted.ToImmutable() }, entry, cancellation);
            posted.Add(there.Ts);
        }

        if (share.Posts.IsEmpty)
            await shares.PostedAsync(share, posted.ToImmutable(), CancellationToken.None);
        if (await audit.FindOutcomeAsync(answer.Speaker.Subject.Id, entry.CallId, cancellation) is null)
            await audit.OutcomeAsync(entry with { Decision = AuditDecision.Succeeded }, CancellationToken.None);
        return SlackWords.Shared;
    }

    /// <summary>Reverts the share after Slack refused the messages, as if nobody had clicked.</summary>
    private async Task<string> RefusedAsync(SlackShareable.Found found, SlackShare share, AuditEntry entry, CancellationToken cancellation)
    {
        await shares.PostedAsync(share, share.Posts, cancellation);
        await shares.TakeBackAsync(share.Answer, cancellation);
        if (found.Answer.Message.IsPrivate && !share.WasShared)
            await answers.RemoveAsync(found.Answer, CancellationToken.None);
        await audit.OutcomeAsync(entry with { Decision = AuditDecision.Refused, Reason = "slack-refused" }, CancellationToken.None);
        return SlackWords.ShareRefused;
    }

    private async Task ShowAsync(SlackPlace direct, SlackShareable.Found found, string reference, CancellationToken cancellation)
    {
        var turn = found.Answer.Message.Turn;
        // Post in the answer's thread, if the row of its first message still exists.
        var there = direct with { Thread = (await posts.FindAsync(direct, SlackPostKey.Of(turn.Value, "answer", "0"), cancellation))?.Ts };
        for (var i = 0; i < found.Posts.Length; i++)
        {
            if (await posts.PostOnceAsync(there, SlackPostKey.Of(turn.Value, "preview", found.Hash, $"{i}"), found.Posts[i], cancellation) is not SlackOutcome<SlackPosted>.Done)
                return;
        }

        var ask = SlackNotes.AskToShare(found.Place.Team, found.Place.Channel, found.Posts.Length, found.Room.IsPrivate, found.Room.Members.Count - 1, $"{reference} {found.Hash}");
        await posts.PostOnceAsync(there, AskKey(reference, found.Hash), ask, cancellation);
    }

    /// <summary>Replaces the button, which is used.</summary>
    private async Task AnswerAsync(Asked asked, string words, CancellationToken cancellation)
    {
        var note = SlackNotes.Refusal(words);
        var key = AskKey(asked.Reference, asked.Hash);
        if (await posts.FindAsync(asked.Direct, key, cancellation) is not { } ask)
        {
            Wait(await client.WhisperAsync(asked.Direct, asked.User, note, cancellation));
            return;
        }

        Wait(await client.UpdateAsync(asked.Direct, ask.Ts, note, null, cancellation));
        // The next preview posts again, even with the same content.
        await posts.ForgetAsync(asked.Direct, key, cancellation);
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
        if (await cards.FindAsync(team, reference, cancellation) is not { } message || await places.FindAsync(message.Thread, cancellation) is not { Direct: null } place)
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
        return own.Frozen is { } frozen
            ? new SlackShareable.Found(own with { Frozen = AnswerShown.Cut(frozen) }, AnswerShown.Cut(frozen), place, open, AnswerShown.Of(frozen, speaker.Subject.Name, new(origin, $"/t/{place.Thread}")))
            : new SlackShareable.Refused(SlackWords.Withdrawn);
    }

    private sealed record Asked(SlackPlace Direct, SlackUserId User, string Reference, string Hash);
}
