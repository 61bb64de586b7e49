using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Polls for the answer of a turn and delivers it, or announces the confirmation that the turn waits for.</summary>
public sealed class SlackAnswering
{
    private const int BetweenLooks = 2;
    private const int WhileConfirming = 30;

    /// <summary>
    /// Time for which an activity waits for the answer. An answer within it is delivered at once; timers of the Durable engine can be late
    /// by seconds.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    /// <summary>The same in direct messages. It is longer, because a stream ends with the activity that writes it.</summary>
    private static readonly TimeSpan LivePatience = TimeSpan.FromMinutes(4);

    /// <summary>Interval between reads of the log while another instance may write it.</summary>
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(500);

    /// <summary>Number of reads without news after which the rows are read, independent of the log.</summary>
    private const int SilencesBeforeLook = 5;

    private readonly SlackSwitch _slack;
    private readonly HeardMessages _heard;
    private readonly SlackPlaces _places;
    private readonly SlackDelivery _delivery;
    private readonly SlackLive _live;
    private readonly MessageStore _messages;
    private readonly TurnStore _turns;
    private readonly TurnCache _cache;
    private readonly EventLog _events;
    private readonly SlackUndelivered _undelivered;
    private readonly SlackConfirming _confirming;
    private readonly SlackAsks _asks;

    internal SlackAnswering(
        SlackSwitch slack,
        HeardMessages heard,
        SlackPlaces places,
        SlackDelivery delivery,
        SlackLive live,
        MessageStore messages,
        TurnStore turns,
        TurnCache cache,
        EventLog events,
        SlackUndelivered undelivered, SlackConfirming confirming, SlackAsks asks)
    {
        _slack = slack;
        _heard = heard;
        _places = places;
        _delivery = delivery;
        _live = live;
        _messages = messages;
        _turns = turns;
        _cache = cache;
        _events = events;
        _undelivered = undelivered;
        _confirming = confirming;
        _asks = asks;
    }

    internal async Task<SlackAgain> RunAsync(SlackHeard which, CancellationToken cancellation)
    {
        if (!_slack.IsOn
            || !TurnId.TryParse(which.Turn, out var turn)
            || await _heard.FindAsync(SlackTeamId.Parse(which.Team), SlackChannelId.Parse(which.Channel), SlackTs.Parse(which.Ts), cancellation)
                is not { } heard
            || await _places.FindAsync(turn.Thread, cancellation) is not { } place)
            return new(IsDone: true);
        var (answer, live) = await AnswerAsync(heard, place, turn, which.HasNote, cancellation);
        var again = answer is null
            ? await WithoutAnswerAsync(heard, place, turn, live, cancellation)
            : await AfterAsync(which, await _delivery.DeliverAsync(heard, place, answer, live?.Stream, cancellation), cancellation);
        // After the delivery, which does not wait for it.
        if (which.HasNote)
            await _asks.SettleAsync(turn, cancellation);
        return again;
    }

    /// <summary>Reports the failure after a day of retries.</summary>
    internal Task GiveUpAsync(SlackHeard which, CancellationToken cancellation) =>
        _slack.IsOn ? TellAsync(which, "slack-away", cancellation) : Task.CompletedTask;

    private static int Seconds(SlackPause.Until later) => (int)Math.Ceiling(later.Wait.TotalSeconds);

    private async Task<SlackAgain> WithoutAnswerAsync(
        HeardMessage heard, SlackThreadPlace place, TurnId turn, SlackLiveTurn? live, CancellationToken cancellation)
    {
        // The next activity writes the stream again.
        if (live is not null)
            await live.Stream.WithdrawAsync(cancellation);
        return await _turns.WithStepsAsync(turn, cancellation) is { Status: TurnStatus.Waiting } waiting
            ? await AskToConfirmAsync(heard, place, waiting, cancellation)
            : new(IsDone: false, BetweenLooks);
    }

    /// <summary>Announces the call that the turn waits for, once. The web app's inbox has the call in any case.</summary>
    private async Task<SlackAgain> AskToConfirmAsync(HeardMessage heard, SlackThreadPlace place, TurnSteps waiting, CancellationToken cancellation)
    {
        if (await _confirming.NoteAsync(heard, waiting, cancellation) is not var (ask, note))
            return new(IsDone: false, BetweenLooks);
        var pause = await _delivery.NoteAsync(heard, place, ask, note, cancellation);
        return new(IsDone: false, pause is SlackPause.Until later ? Seconds(later) : WhileConfirming, HasNote: true);
    }

    private async Task<SlackAgain> AfterAsync(SlackHeard which, SlackPause? pause, CancellationToken cancellation)
    {
        if (pause is SlackPause.Until later)
            return new(IsDone: false, Seconds(later));
        if (pause is SlackPause.Never)
            await TellAsync(which, "slack-refused", cancellation);
        return new(IsDone: true);
    }

    private Task TellAsync(SlackHeard which, string reason, CancellationToken cancellation) => _undelivered.TellAsync(
            SlackTeamId.Parse(which.Team),
            SlackChannelId.Parse(which.Channel),
            SlackTs.Parse(which.Ts),
            TurnId.TryParse(which.Turn, out var turn) ? turn : null,
            reason,
            cancellation);

    private async Task<(ThreadMessage.Answer? Answer, SlackLiveTurn? Live)> AnswerAsync(
        HeardMessage heard, SlackThreadPlace place, TurnId turn, bool hasNote, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(place.Direct is null ? Patience : LivePatience);
        var asker = (await _messages.RequireAskingAsync(turn, cancellation)).AskedBy.Id;
        using var wake = _events.Listen(turn.Thread, asker);
        SlackLiveTurn? live = null;
        var after = await _events.LastAsync(turn.Thread, cancellation);
        var silences = 0;
        for (var (isFirst, isNews) = (true, true); ; isFirst = false)
        {
            if (isNews || patience.IsCancellationRequested || silences >= SilencesBeforeLook)
            {
                silences = 0;
                if (await _messages.FindReplyAsync(turn, cancellation) is { } answer)
                    return (answer, live);
                if (patience.IsCancellationRequested || await _turns.WithStepsAsync(turn, cancellation) is { Status: TurnStatus.Waiting })
                    return (null, live);
            }

            // The answer of a turn that goes on after its decision can take minutes.
            if (isFirst && hasNote)
                await _asks.SettleAsync(turn, cancellation);
            if (isFirst)
                live = await _live.BeginAsync(heard, place, turn, asker, cancellation);
            if (live is not null)
                await live.FollowAsync(cancellation);
            (isNews, after) = await IsNewsAsync(turn, asker, after, cancellation);
            if (!isNews && !await wake.WaitAsync(BetweenReads * (_cache.IsWrittenHere(turn) ? SilencesBeforeLook : 1), cancellation))
                silences += _cache.IsWrittenHere(turn) ? SilencesBeforeLook : 1;
        }
    }

    /// <summary>Returns whether the log has events that may mean a reply or a card. Reading these costs two requests.</summary>
    private async Task<(bool IsNews, long After)> IsNewsAsync(TurnId turn, SubjectId asker, long after, CancellationToken cancellation)
    {
        var page = await _events.ReadAsync(turn.Thread, after, asker, cancellation);
        return (
            page.Events.Any(one => one.Event.Kind is ThreadEventKind.Message || (one.Event.Kind is ThreadEventKind.Confirmation && one.Event.Turn == turn)),
            page.Last);
    }
}
