using System.Collections.Immutable;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>
/// Streams an answer into a thread of its asker's direct messages. Slack closes a stream that is idle, old or too long; the text then
/// continues in a new message. A message whose delivery is uncertain is rewritten at the end, so that no text is lost or duplicated. Not
/// thread-safe.
/// </summary>
/// <param name="key">Returns the key of the answer's n-th message.</param>
internal sealed class SlackStream(
    SlackClient client, SlackPosts posts, SlackPlace thread, SlackUserId recipient, Func<int, SlackPostKey> key, TimeProvider time)
{
    private readonly StreamText _text = new();
    private readonly List<SlackChunk.Step> _steps = [];
    private readonly List<StreamedMessage> _messages = [];
    private DateTimeOffset _quietUntil;
    private DateTimeOffset? _lostStart;
    private bool _cannotStream;

    /// <summary>True when nothing was streamed, so that nothing has to be ended.</summary>
    public bool IsEmpty => _messages.Count == 0 && _lostStart is null;

    private StreamedMessage? Current => _messages is [.., { IsOpen: true } last] ? last : null;

    private string Sent => string.Concat(_messages.Select(static one => one.Text));

    /// <summary>Appends text. Failures are not reported: text that cannot be sent now is sent later.</summary>
    public async Task AppendAsync(string text, CancellationToken cancellation)
    {
        _text.Add(text);
        if (_text.HasEnough)
            await FlushAsync(isWhole: false, cancellation);
    }

    public async Task AppendAsync(SlackChunk.Step step, CancellationToken cancellation)
    {
        _steps.RemoveAll(one => one.Id == step.Id);
        _steps.Add(step);
        await FlushAsync(isWhole: false, cancellation);
    }

    /// <summary>Ends the stream. After any outcome but <c>Done</c> and <c>Refused</c>, another call resumes it.</summary>
    /// <param name="final">The complete text. It replaces the streamed text if they differ.</param>
    /// <param name="blocks">The blocks after the text.</param>
    public async Task<SlackOutcome<ImmutableArray<SlackTs>>> FinishAsync(
        string final, ImmutableArray<SlackBlock> blocks, SlackSessionStatus? status, CancellationToken cancellation)
    {
        var streamed = Sent + _text;
        var isSame = final.StartsWith(streamed, StringComparison.Ordinal);
        if (isSame)
            _text.Add(final[streamed.Length..]);
        if (isSame && !_cannotStream && await FlushAsync(isWhole: true, cancellation) is { } stuck && !_cannotStream)
            return stuck.Map(static _ => ImmutableArray<SlackTs>.Empty);
        var ending = new StreamEnding(client, posts, thread, key, _messages);
        return isSame && !_cannotStream
            ? await ending.CloseAsync(blocks, status, cancellation)
            : await ending.ReplaceAsync(final, blocks, status, cancellation);
    }

    /// <summary>Deletes the streamed messages, because the reader may not see them or they are written again later.</summary>
    public async Task WithdrawAsync(CancellationToken cancellation)
    {
        foreach (var message in _messages)
        {
            if (message.IsOpen)
                await StopAsync(message, cancellation);
            await client.DeleteAsync(thread, message.Ts, cancellation);
        }
    }

    /// <summary>Sends the available text. Returns null when nothing has to be sent now, otherwise the failure.</summary>
    private async Task<SlackOutcome<SlackNone>?> FlushAsync(bool isWhole, CancellationToken cancellation)
    {
        if (_cannotStream)
            return null;
        var wait = _quietUntil - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            return new SlackOutcome<SlackNone>.RateLimited(wait);
        while (true)
        {
            var piece = _text.Piece(isWhole, SlackLimits.StreamSoft);
            if (piece.Length == 0 && _steps.Count == 0)
                return null;
            if (await RollAsync(piece, cancellation) is { } rolling)
                return rolling;
            var outcome = Current is { } open ? await ContinueAsync(open, piece, cancellation) : await StartAsync(piece, cancellation);
            if (outcome is SlackOutcome<SlackNone>.RateLimited limited)
                _quietUntil = time.GetUtcNow() + limited.RetryAfter;
            if (outcome is not (null or SlackOutcome<SlackNone>.Done))
                return outcome;
        }
    }

    /// <summary>Ends the current message at a paragraph once it is long, and always before Slack's limit.</summary>
    private async Task<SlackOutcome<SlackNone>?> RollAsync(string piece, CancellationToken cancellation)
    {
        if (Current is not { } open)
            return null;
        var isAtParagraph = open.ShownLength > SlackLimits.StreamSoft && open.Text.EndsWith("\n\n", StringComparison.Ordinal);
        if (!isAtParagraph && open.ShownLength + SlackEscape.Markdown(piece).Length <= SlackLimits.StreamHard)
            return null;
        return await StopAsync(open, cancellation);
    }

    /// <summary>Appends to the current message. Returns null when it is done, or when the text has to continue in a new message.</summary>
    private async Task<SlackOutcome<SlackNone>?> ContinueAsync(StreamedMessage open, string piece, CancellationToken cancellation)
    {
        var outcome = await client.AppendStreamAsync(thread, open.Ts, Chunks(piece, ""), cancellation);
        switch (outcome)
        {
            case SlackOutcome<SlackNone>.Done:
                Took(open, piece, isCertain: true);
                return null;
            case SlackOutcome<SlackNone>.Unreachable { MayBeDone: true }:
                Took(open, piece, isCertain: false);
                return outcome;
            case SlackOutcome<SlackNone>.Refused { Code: "message_not_in_streaming_state" }:
                open.IsOpen = false;
                return null;
            case SlackOutcome<SlackNone>.Refused { Code: "msg_too_long" }:
                return await StopAsync(open, cancellation);
            case SlackOutcome<SlackNone>.Refused { Code: "message_not_found" }:
                _messages.Remove(open);
                _text.PutBack(open.Text);
                return null;
            case SlackOutcome<SlackNone>.Refused:
                _cannotStream = true;
                return outcome;
            default:
                return outcome;
        }
    }

    private async Task<SlackOutcome<SlackNone>?> StartAsync(string piece, CancellationToken cancellation)
    {
        if (_lostStart is { } since && await AdoptAsync(since, cancellation) is var adopted && (adopted is not null || Current is not null))
            return adopted;
        var opening = MarkdownFence.OpenAt(Sent) is { } fence ? fence + "\n" : "";
        var began = time.GetUtcNow();
        var outcome = await client.StartStreamAsync(thread, recipient, Chunks(piece, opening), cancellation);
        switch (outcome)
        {
            case SlackOutcome<SlackPosted>.Done done:
                _messages.Add(new(done.Value.Ts, opening));
                Took(_messages[^1], piece, isCertain: true);
                return null;
            case SlackOutcome<SlackPosted>.Unreachable { MayBeDone: true }:
                _lostStart = began;
                break;
            case SlackOutcome<SlackPosted>.Refused:
                // Streaming is refused, for example by enterprise_is_restricted. The answer is posted when it is complete.
                _cannotStream = true;
                break;
        }

        return outcome.Map(static _ => default(SlackNone));
    }

    /// <summary>Finds the message of a start whose response was lost: a message of the bot since that time, without a key.</summary>
    private async Task<SlackOutcome<SlackNone>?> AdoptAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var found = await StreamEnding.UnnamedAsync(client, thread, since, cancellation);
        if (found is not SlackOutcome<ImmutableArray<SlackThreadMessage>>.Done { Value: var unnamed })
            return found.Map(static _ => default(SlackNone));
        _lostStart = null;
        var known = _messages.Select(static one => one.Ts).ToHashSet();
        if (unnamed.LastOrDefault(one => !known.Contains(one.Ts)) is { } lost)
            _messages.Add(new(lost.Ts, "") { IsCertain = false });
        return null;
    }

    private async Task<SlackOutcome<SlackNone>?> StopAsync(StreamedMessage open, CancellationToken cancellation)
    {
        var outcome = await client.StopStreamAsync(thread, open.Ts, [], key(_messages.IndexOf(open)), null, cancellation);
        if (outcome is SlackOutcome<SlackNone>.RateLimited or SlackOutcome<SlackNone>.Unreachable { MayBeDone: false })
            return outcome;
        (open.IsOpen, open.IsNamed) = (false, outcome is SlackOutcome<SlackNone>.Done);
        return null;
    }

    private void Took(StreamedMessage message, string piece, bool isCertain)
    {
        message.Add(piece, isCertain);
        _text.Taken(piece.Length);
        _steps.Clear();
    }

    private ImmutableArray<SlackChunk> Chunks(string piece, string opening) =>
        piece.Length == 0 ? [.. _steps] : [.. _steps, new SlackChunk.Words(opening + SlackEscape.Markdown(piece))];
}
