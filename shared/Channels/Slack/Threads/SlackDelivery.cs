using System.Collections.Immutable;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Delivers an answer to its asker's direct messages, with a private pointer and a public card without content in the channel. It is posted
/// in the channel only when everybody there may see it. Each message is posted once, also after a crash.
/// </summary>
internal sealed class SlackDelivery(
    SlackClient client,
    SlackPosts posts,
    SlackTelling telling,
    SlackThreads threads,
    SlackCards cards,
    SlackAudience audience,
    SlackLinks links,
    SlackLive live,
    SlackAsks asks, HeardMessages messages, AnswerVisibility visibility, Authorities authorities, TimeProvider time)
{
    /// <summary>Delivers an answer. Returns null when it is done. Throws when Slack is unreachable.</summary>
    /// <param name="stream">The stream that showed the answer while it was written, in direct messages only.</param>
    public async Task<SlackPause?> DeliverAsync(
        HeardMessage heard, SlackThreadPlace place, ThreadMessage.Answer answer, SlackStream? stream, CancellationToken cancellation)
    {
        var message = heard.Message;
        var isTheirs = await links.FindAsync(message.Team, message.User, cancellation) is { } link && link.Person.Id == answer.AskedBy.Id;
        if (!isTheirs && stream is not null)
            await stream.WithdrawAsync(cancellation);
        var wait = isTheirs ? await ToAskerAsync(heard, place, answer, stream, cancellation) : null;
        if (wait is not null)
            return wait;
        await threads.AnsweredAsync(place.Thread, message.User, time.GetUtcNow(), cancellation);
        await client.SetStatusAsync(place.Place, SlackSessionStatus.Active, null, null, cancellation);
        return null;
    }

    /// <summary>Posts the note about a waiting call to the asker's direct messages, once.</summary>
    public async Task<SlackPause?> NoteAsync(HeardMessage heard, SlackThreadPlace place, SlackAsk ask, SlackPost note, CancellationToken cancellation)
    {
        var (direct, wait) = await DirectAsync(heard.Message, place, cancellation);
        if (direct is not { } there)
            return wait;
        await asks.AddAsync(there, heard.Message, ask, cancellation);
        return SlackPause.Of(await posts.PostOnceAsync(there, ask.Key, note, cancellation));
    }

    private static Uri Web(Uri origin, ThreadId thread) => new(origin, $"/t/{thread}");

    private async Task<SlackPause?> ToAskerAsync(
        HeardMessage heard, SlackThreadPlace place, ThreadMessage.Answer answer, SlackStream? stream, CancellationToken cancellation)
    {
        if (await authorities.FindAsync(answer.AskedBy, Freshness.Read, cancellation) is not { } asker
            || await visibility.OfAsync(asker, answer, cancellation) is not VisibleMessage.Open open)
        {
            if (stream is not null)
                await stream.WithdrawAsync(cancellation);
            return await TellAsync(heard, SlackWords.Withdrawn, cancellation);
        }

        if (place.Direct is not null)
            return await InDirectAsync(heard, place, answer.Turn, open, stream, cancellation);
        // The reason of a failure goes to the asker only. In the channel, it would reveal their missing rights.
        if (open.Reply.Status is not ReplyStatus.Completed)
            return await TellAsync(heard, open.Reply.Text, cancellation);
        var web = Web(heard.Origin, place.Thread);
        // In a channel, rows are withheld as in the web app. Each person opens a table with their own rights.
        if (!heard.IsDirectOnly && await audience.SeesAsync(place, asker, answer, cancellation))
            return (await PostAllAsync(place.Place, answer.Turn, AnswerShown.Of(open with { RowsWithheld = true }, web), cancellation)).Wait;
        // A later change of the channel's members must not move the answer there.
        await messages.KeepDirectAsync(heard.Message, cancellation);
        return await ToDirectAsync(heard, place, answer, AnswerShown.Of(open, web), cancellation);
    }

    /// <summary>
    /// Ends the stream with the present answer. Without a stream, the parts of an earlier attempt are deleted and the whole answer is
    /// posted.
    /// </summary>
    private async Task<SlackPause?> InDirectAsync(
        HeardMessage heard, SlackThreadPlace place, TurnId turn, VisibleMessage.Open open, SlackStream? stream, CancellationToken cancellation)
    {
        var (there, web, ended) = (place.Place, Web(heard.Origin, place.Thread), SlackLive.EndedKey(turn));
        var rest = AnswerShown.Rest(open, web);
        if (!await posts.KnowsAsync(there, ended, cancellation))
        {
            if (stream is null && await live.ClearAsync(heard, place, turn, cancellation) is not SlackOutcome<SlackNone>.Done and var stuck)
                return SlackPause.Of(stuck);
            if (stream is null or { IsEmpty: true })
                return (await PostAllAsync(there, turn, AnswerShown.Of(open, web), cancellation)).Wait;
            var ending = await stream.FinishAsync(open.Reply.Text, rest[0].Blocks, SlackSessionStatus.Active, cancellation);
            if (ending is not SlackOutcome<ImmutableArray<SlackTs>>.Done { Value: [.., var last] })
                return SlackPause.Of(ending);
            await posts.RecordAsync(there, ended, last, cancellation);
        }

        for (var i = 1; i < rest.Length; i++)
        {
            var outcome = await posts.PostOnceAsync(there, SlackPostKey.Of(turn.Value, "rest", $"{i}"), rest[i], cancellation);
            if (outcome is not SlackOutcome<SlackPosted>.Done)
                return SlackPause.Of(outcome);
        }

        return null;
    }

    private async Task<SlackPause?> ToDirectAsync(
        HeardMessage heard, SlackThreadPlace place, ThreadMessage.Answer answer, ImmutableArray<SlackPost> shown, CancellationToken cancellation)
    {
        var (direct, wait) = await DirectAsync(heard.Message, place, cancellation);
        if (direct is not { } there)
            return wait;
        var reference = SlackCards.ReferenceOf(answer.Turn);
        await cards.AddAsync(place.Team, answer.Turn, answer.Id, cancellation);
        var last = shown[^1] with { Blocks = shown[^1].Blocks.Add(SlackNotes.Share(reference)) };
        var (first, later) = await PostAllAsync(there, answer.Turn, shown.SetItem(shown.Length - 1, last), cancellation);
        if (later is not null || first is null)
            return later;
        var card = SlackNotes.Card(heard.Message.User, answer.AskedAt, reference, new(heard.Origin, $"/auth/slack/open/{reference}"));
        // A card that the channel refuses, such as an archived one, does not affect the answer.
        if (SlackPause.Of(await posts.PostOnceAsync(place.Place, SlackPostKey.Of(answer.Turn.Value, "card"), card, cancellation)) is SlackPause.Until again)
            return again;
        var address = await client.LinkAsync(there with { Thread = null }, first.Ts, cancellation) is SlackOutcome<Uri>.Done found
            ? found.Value
            : Web(heard.Origin, place.Thread);
        // Slack shows a private note in the thread, because the card is a reply there.
        await client.WhisperAsync(place.Place, heard.Message.User, SlackNotes.Pointer(address, reference), cancellation);
        return null;
    }

    private async Task<(SlackPosted? First, SlackPause? Wait)> PostAllAsync(
        SlackPlace place, TurnId turn, ImmutableArray<SlackPost> shown, CancellationToken cancellation)
    {
        var (first, failed) = await posts.PostAllAsync(place, at => SlackPostKey.Of(turn.Value, "answer", $"{at}"), shown, cancellation);
        return (first, failed is null ? null : SlackPause.Of(failed));
    }

    private async Task<(SlackPlace? Place, SlackPause? Wait)> DirectAsync(SlackMessage message, SlackThreadPlace place, CancellationToken cancellation)
    {
        if (place.Direct is not null)
            return (place.Place, null);
        var opened = await client.OpenDirectAsync(message.Team, message.User, cancellation);
        return opened is SlackOutcome<SlackChannelId>.Done done ? (new SlackPlace(message.Team, done.Value), null) : (null, SlackPause.Of(opened));
    }

    private async Task<SlackPause?> TellAsync(HeardMessage heard, string words, CancellationToken cancellation)
    {
        await telling.TellAsync(heard.Message, SlackNotes.Refusal(words), cancellation);
        return null;
    }
}

/// <summary>Sends private notes to the writers of messages.</summary>
internal sealed class SlackTelling(SlackClient client)
{
    /// <summary>
    /// Sends a note. Throws while Slack is unreachable, so that it is retried. Slack shows nobody a private note in a thread without
    /// replies. The note to a message without a thread therefore goes into the channel.
    /// </summary>
    public async Task TellAsync(SlackMessage message, SlackPost note, CancellationToken cancellation)
    {
        var place = new SlackPlace(message.Team, message.Channel, message.Root == message.Ts ? null : message.Root);
        switch (await client.WhisperAsync(place, message.User, note, cancellation))
        {
            case SlackOutcome<SlackNone>.Unreachable:
            case SlackOutcome<SlackNone>.RateLimited:
                throw new HttpRequestException("Slack cannot be reached.");
        }
    }
}
