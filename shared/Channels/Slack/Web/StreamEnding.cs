using System.Collections.Immutable;
using System.Text;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>Ends a stream: every message is closed, has its final content, and carries its key. Each step is idempotent.</summary>
internal sealed class StreamEnding(SlackClient client, SlackPosts posts, SlackPlace thread, Func<int, SlackPostKey> key, List<StreamedMessage> messages)
{
    /// <summary>Returns the bot's messages in a thread without a key: streams that were not ended.</summary>
    public static async Task<SlackOutcome<ImmutableArray<SlackThreadMessage>>> UnnamedAsync(
        SlackClient client, SlackPlace thread, DateTimeOffset since, CancellationToken cancellation)
    {
        var bot = await client.WhoAmIAsync(thread.Team, cancellation);
        if (bot is not SlackOutcome<SlackBot>.Done { Value: { } self })
            return bot.Map(static _ => ImmutableArray<SlackThreadMessage>.Empty);
        var own = await client.OwnMessagesAsync(thread, self.BotId, since.AddSeconds(-1), cancellation);
        return own.Map(static found => found.RemoveAll(static one => one.Key is not null));
    }

    /// <summary>
    /// Deletes the messages that a crashed stream of this answer left in the thread, so that the whole answer can be posted. If a stream of
    /// another answer loses a message by this, it writes it again.
    /// </summary>
    /// <param name="keys">The keys of the answer's streamed messages, up to their maximum.</param>
    public static async Task<SlackOutcome<SlackNone>> ClearAsync(
        SlackClient client, SlackPlace thread, DateTimeOffset since, IEnumerable<SlackPostKey> keys, CancellationToken cancellation)
    {
        var bot = await client.WhoAmIAsync(thread.Team, cancellation);
        if (bot is not SlackOutcome<SlackBot>.Done { Value: { } self })
            return bot.Map(static _ => default(SlackNone));
        var own = await client.OwnMessagesAsync(thread, self.BotId, since.AddSeconds(-1), cancellation);
        if (own is not SlackOutcome<ImmutableArray<SlackThreadMessage>>.Done { Value: var found })
            return own.Map(static _ => default(SlackNone));
        var ours = keys.Select(static one => one.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var message in found.Where(one => one.Key is null || ours.Contains(one.Key)))
        {
            if (await client.DeleteAsync(thread, message.Ts, cancellation) is not SlackOutcome<SlackNone>.Done and var failed)
                return failed;
        }

        return new SlackOutcome<SlackNone>.Done(default);
    }

    /// <summary>Closes the messages, when they contain the whole text.</summary>
    public async Task<SlackOutcome<ImmutableArray<SlackTs>>> CloseAsync(
        ImmutableArray<SlackBlock> blocks, SlackSessionStatus? status, CancellationToken cancellation)
    {
        if (messages.Count == 0)
            return await ReplaceAsync("", blocks, status, cancellation);
        var last = messages[^1];
        if (last.IsOpen && await StopAsync(last, blocks, status, cancellation) is { } stuck)
            return stuck.Map(static _ => ImmutableArray<SlackTs>.Empty);
        for (var at = 0; at < messages.Count; at++)
        {
            var message = messages[at];
            if (message is { IsCertain: true, IsNamed: true })
                continue;
            var isLast = at == messages.Count - 1;
            if (await (
                    message.IsEmpty && !isLast ? TakeAwayAsync(message, cancellation) : WriteAsync(at, message.Shown(), isLast ? blocks : [], cancellation)) is
                { } failed)
                return failed.Map(static _ => ImmutableArray<SlackTs>.Empty);
        }

        return await EndAsync([.. messages.Where(one => !one.IsEmpty || one == last).Select(static one => one.Ts)], status, cancellation);
    }

    /// <summary>Replaces the text: messages are updated, deleted or added.</summary>
    public async Task<SlackOutcome<ImmutableArray<SlackTs>>> ReplaceAsync(
        string text, ImmutableArray<SlackBlock> blocks, SlackSessionStatus? status, CancellationToken cancellation)
    {
        if (messages is [.., { IsOpen: true } open] && await StopAsync(open, [], null, cancellation) is { } stuck)
            return stuck.Map(static _ => ImmutableArray<SlackTs>.Empty);
        var pages = MarkdownPages.Of(text, SlackLimits.StreamHard);
        if (pages.IsEmpty && !blocks.IsEmpty)
            pages = [""];
        var there = ImmutableArray.CreateBuilder<SlackTs>();
        for (var at = 0; at < pages.Length; at++)
        {
            var tail = at == pages.Length - 1 ? blocks : [];
            var outcome =
                at < messages.Count
                    ? await WriteAsync(at, pages[at], tail, cancellation) is { } failed
                        ? failed.Map(static _ => default(SlackPosted)!)
                        : new SlackOutcome<SlackPosted>.Done(new(thread.Channel, messages[at].Ts))
                    : await posts.PostOnceAsync(thread, key(at), Page(pages[at], tail), cancellation);
            if (outcome is not SlackOutcome<SlackPosted>.Done { Value.Ts: var ts })
                return outcome.Map(static _ => ImmutableArray<SlackTs>.Empty);
            there.Add(ts);
        }

        foreach (var surplus in messages.Skip(pages.Length))
        {
            if (await TakeAwayAsync(surplus, cancellation) is { } failed)
                return failed.Map(static _ => ImmutableArray<SlackTs>.Empty);
        }

        return await EndAsync(there.ToImmutable(), status, cancellation);
    }

    /// <summary>Stops a streamed message. Returns null when it has ended, by this call or by Slack.</summary>
    private async Task<SlackOutcome<SlackNone>?> StopAsync(
        StreamedMessage open, ImmutableArray<SlackBlock> blocks, SlackSessionStatus? status, CancellationToken cancellation)
    {
        var outcome = await client.StopStreamAsync(thread, open.Ts, blocks, key(messages.IndexOf(open)), status, cancellation);
        if (outcome is SlackOutcome<SlackNone>.RateLimited or SlackOutcome<SlackNone>.Unreachable { MayBeDone: false })
            return outcome;
        // It was ended by Slack, or by a call whose response was lost. It is rewritten with its blocks.
        (open.IsOpen, open.IsNamed) = (false, outcome is SlackOutcome<SlackNone>.Done);
        return null;
    }

    /// <summary>Writes a message. Returns null when it has this content and its key.</summary>
    private async Task<SlackOutcome<SlackNone>?> WriteAsync(int at, string markdown, ImmutableArray<SlackBlock> blocks, CancellationToken cancellation)
    {
        var outcome = await client.UpdateAsync(thread, messages[at].Ts, Page(markdown, blocks), key(at), cancellation);
        if (outcome is SlackOutcome<SlackPosted>.Refused { Code: "message_not_found" })
            outcome = await posts.PostOnceAsync(thread, key(at), Page(markdown, blocks), cancellation);
        if (outcome is not SlackOutcome<SlackPosted>.Done { Value.Ts: var ts })
            return outcome.Map(static _ => default(SlackNone));
        (messages[at].Ts, messages[at].IsCertain, messages[at].IsNamed) = (ts, true, true);
        return null;
    }

    /// <summary>Deletes a message that had only steps when Slack ended it, or for which no page is left.</summary>
    private async Task<SlackOutcome<SlackNone>?> TakeAwayAsync(StreamedMessage message, CancellationToken cancellation)
    {
        if (await client.DeleteAsync(thread, message.Ts, cancellation) is not SlackOutcome<SlackNone>.Done and var failed)
            return failed;
        (message.IsCertain, message.IsNamed) = (true, true);
        return null;
    }

    /// <summary>Sets the final status. The call is idempotent and repeats the status of the stream's end, which Slack may have lost.</summary>
    private async Task<SlackOutcome<ImmutableArray<SlackTs>>> EndAsync(
        ImmutableArray<SlackTs> there, SlackSessionStatus? status, CancellationToken cancellation)
    {
        if (status is { } ended)
            await client.SetStatusAsync(thread, ended, null, null, cancellation);
        return new SlackOutcome<ImmutableArray<SlackTs>>.Done(there);
    }

    private static SlackPost Page(string markdown, ImmutableArray<SlackBlock> blocks) => new(
        AnswerShown.Notification(markdown.Length == 0 ? "Answered." : markdown),
        markdown.Length == 0 ? blocks : [new SlackBlock.Markdown(markdown), .. blocks]);
}

/// <summary>One message of a stream: its part of the text, and whether Slack surely has it.</summary>
internal sealed class StreamedMessage(SlackTs ts, string opening)
{
    private readonly StringBuilder _text = new();

    public SlackTs Ts { get; set; } = ts;

    /// <summary>The text as the agent wrote it, before escaping.</summary>
    public string Text => _text.ToString();

    public bool IsEmpty => _text.Length == 0;

    public int ShownLength { get; private set; }

    /// <summary>True while Slack accepts more chunks for it.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>False after a chunk whose delivery is uncertain. The message is then rewritten at the end.</summary>
    public bool IsCertain { get; set; } = true;

    /// <summary>True when it carries the key of its position in the answer, and so counts as finished.</summary>
    public bool IsNamed { get; set; }

    public void Add(string piece, bool isCertain)
    {
        _text.Append(piece);
        ShownLength += SlackEscape.Markdown(piece).Length;
        IsCertain &= isCertain;
    }

    /// <summary>Returns the whole message as Markdown for Slack.</summary>
    public string Shown() => opening + SlackEscape.Markdown(Text);
}
