using System.Text.Json;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Turns;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Copies a turn's events from the thread's log into the stream, as its asker may see them.</summary>
internal sealed class SlackLiveTurn(SlackStream stream, EventLog events, EventRights rights, TurnId turn, Subject asker, long after)
{
    private long _after = after;
    private int _modelCall = -1;
    private int _length;

    public SlackStream Stream => stream;

    /// <summary>Appends the new events to the stream.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        for (var isEnd = false; !isEnd;)
        {
            var page = await events.ReadAsync(turn.Thread, _after, asker.Id, cancellation);
            (_after, isEnd) = (page.Last, page.IsEnd);
            Authority? confirmed = null;
            foreach (var logged in page.Events.Where(one => one.Event.Turn == turn))
            {
                if (!logged.Event.Evidence.IsEmpty)
                {
                    confirmed ??= await rights.ConfirmAsync(asker, cancellation);
                    if (confirmed is null || !await rights.CoverAsync(confirmed, logged.Event, cancellation))
                        continue;
                }

                await ShowAsync(logged, cancellation);
            }
        }
    }

    private Task ShowAsync(LoggedEvent logged, CancellationToken cancellation) => logged.Event switch
    {
        { Kind: ThreadEventKind.Token, Body: { } body } => WriteAsync(Read<WireToken>(body), cancellation),
        { Kind: ThreadEventKind.Step, Body: { } body } => stream.AppendAsync(StepOf(Read<StepLine>(body), logged.At), cancellation),
        _ => Task.CompletedTask,
    };

    /// <summary>
    /// Appends tokens. A retried model call repeats text, which is skipped. A further call starts a paragraph. The final reply replaces the
    /// stream if they differ.
    /// </summary>
    private async Task WriteAsync(WireToken token, CancellationToken cancellation)
    {
        if (token.ModelCall != _modelCall && token.Offset == 0)
        {
            if (_length > 0)
                await stream.AppendAsync("\n\n", cancellation);
            (_modelCall, _length) = (token.ModelCall, 0);
        }

        if (token.ModelCall != _modelCall || token.Offset > _length || token.Offset + token.Text.Length <= _length)
            return;
        await stream.AppendAsync(token.Text[(_length - token.Offset)..], cancellation);
        _length = token.Offset + token.Text.Length;
    }

    private static SlackChunk.Step StepOf(StepLine line, DateTimeOffset at) =>
        StepShown.Of(new(line.CallId, line.Tool, line.Resource, Enum.Parse<StepStatus>(line.Status, ignoreCase: true), at));

    private static T Read<T>(string body) => JsonSerializer.Deserialize<T>(body, TurnJson.Options) ?? throw new FormatException("An event is empty.");

    private sealed record StepLine(string CallId, string Tool, string Resource, string Status);
}
