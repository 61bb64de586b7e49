using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// One viewer's stream of one thread (HTML Living Standard §9.2). It ends when the viewer loses access or signs out, when the client disconnects,
/// or before the front end's timeout. A client that resumes with its last event id misses no event and receives none twice.
/// </summary>
internal sealed class EventStream(LiveThread live, Caller caller, Authority viewer, ThreadId thread, Member me, long after) : IResult
{
    private readonly HashSet<TurnId> _running = [];
    private Authority _viewer = viewer;
    private Member _me = me;
    private long _after = after;
    private long _asked;
    private long _spoke;
    private bool _hasHeardOfTurn;
    private Authority? _confirmedAtPage;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var session = live.Watch(caller);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, live.Stopping, session.Ended);
        ends.CancelAfter(live.Times.Lifetime);
        var response = httpContext.Response;
        var person = Participant.Of(_viewer.Subject);
        using var wake = live.Events.Listen(thread, person.Subject);
        using var watch = live.Watches.Enter(thread);
        var others = live.Present.Enter(thread, person);
        try
        {
            await SseFrames.BeginAsync(httpContext, ends.Token);
            foreach (var other in others)
                await SseFrames.WriteAsync(response, SseFrames.Frame(null, "presence", ThreadEvent.Presence(other, isHere: true).Body!), ends.Token);
            await live.Events.AppendAsync(thread, [ThreadEvent.Presence(person, isHere: true)], ends.Token);
            await FollowAsync(response, wake, watch, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client left or signed out, the lifetime ended, or the app stops. Each is a normal end of the stream.
        }
        finally
        {
            if (live.Present.Leave(thread, person))
                await live.Events.AppendAsync(thread, [ThreadEvent.Presence(person, isHere: false)], CancellationToken.None);
        }
    }

    private async Task FollowAsync(HttpResponse response, EventWake wake, ThreadWatches.Seat watch, CancellationToken cancellation)
    {
        _spoke = _asked = live.Time.GetTimestamp();
        for (var isNew = true; ;)
        {
            if (wake.HasWhispers && !await StillWithinAsync(live.Times.Recheck, cancellation))
                return;
            foreach (var typing in wake.Whispered())
                await SseFrames.WriteAsync(response, SseFrames.Frame(null, "typing", typing), cancellation);
            if (isNew)
            {
                if (await ReadOnAsync(response, cancellation) is not { } isMore)
                    return;
                isNew = isMore;
                if (_hasHeardOfTurn)
                    watch.Hear(_running);
                _hasHeardOfTurn = false;
            }

            if (!await StillWithinAsync(live.Times.IdleRecheck, cancellation))
                return;
            if (live.Time.GetElapsedTime(_spoke) >= live.Times.Heartbeat)
            {
                await SseFrames.WriteAsync(response, ":\n\n", cancellation);
                _spoke = live.Time.GetTimestamp();
            }

            isNew = isNew || await wake.WaitAsync(
                UntilSooner(live.Times.Heartbeat - live.Time.GetElapsedTime(_spoke), live.Times.IdleRecheck - live.Time.GetElapsedTime(_asked)), cancellation);
        }
    }

    /// <summary>
    /// Sends the next page of events. Returns true if there are more, and null if the viewer lost access. Later events wake the stream again.
    /// </summary>
    private async Task<bool?> ReadOnAsync(HttpResponse response, CancellationToken cancellation)
    {
        var page = await live.Events.ReadAsync(thread, _after, _viewer.Subject.Id, cancellation);
        _confirmedAtPage = null;
        // The page was read first, so one confirmation now is newer than all its events.
        var atMost = page.Events.Any(static happened => NeedsFreshAnswer(happened.Event)) ? TimeSpan.Zero : live.Times.Recheck;
        foreach (var happened in page.Events)
        {
            if (!await StillWithinAsync(atMost, cancellation))
                return null;
            atMost = live.Times.Recheck;
            if (await FrameAsync(happened, page.IsAsSaid(happened), cancellation) is { } frame)
            {
                await SseFrames.WriteAsync(response, frame, cancellation);
                _spoke = live.Time.GetTimestamp();
            }
        }

        _after = page.Last;
        return !page.IsEnd;
    }

    private static TimeSpan UntilSooner(TimeSpan heartbeat, TimeSpan recheck) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(Math.Min(heartbeat.TotalMilliseconds, recheck.TotalMilliseconds))));

    private static bool NeedsFreshAnswer(ThreadEvent happened) =>
        happened.Kind is ThreadEventKind.Message or ThreadEventKind.Share or ThreadEventKind.Members or ThreadEventKind.Revision;

    /// <summary>Returns whether the viewer still has access, by a confirmation of at most this age.</summary>
    private async Task<bool> StillWithinAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        if (live.Time.GetElapsedTime(_asked) < atMost)
            return true;
        if (await live.StillAsync(caller, _viewer, thread, cancellation) is not var (viewer, me))
            return false;
        (_viewer, _me, _asked, _confirmedAtPage) = (viewer, me, live.Time.GetTimestamp(), viewer);
        return true;
    }

    /// <summary>Returns the frame of an event; null if this viewer may not receive it.</summary>
    private async Task<string?> FrameAsync(LoggedEvent logged, bool isAsSaid, CancellationToken cancellation)
    {
        var happened = logged.Event;
        if ((happened.Message?.Seq ?? happened.Turn?.Seq ?? long.MaxValue) < _me.JoinedSeq)
            return null;
        HearOfTurn(happened);
        if (!happened.Evidence.IsEmpty && !await CoversAsync(happened, cancellation))
            return null;
        var data = happened.Body ?? "{}";
        if (happened.Message is { } id)
        {
            if (await live.MessageAsync(_viewer, id, isAsSaid, cancellation) is not { } message)
                return null;
            // A reaction to a locked answer can reveal its content.
            if (happened.Kind is ThreadEventKind.Revision && message.Visibility == "locked")
                return null;
            if (happened.Kind is not ThreadEventKind.Revision && message.From == "agent")
                _hasHeardOfTurn |= _running.RemoveWhere(t => message.TurnId is null || t == message.TurnId) > 0;
            data = JsonSerializer.Serialize(message, Json.Web);
        }

        return SseFrames.Frame(await live.CursorAsync(_viewer, thread, logged.Seq, cancellation), happened.Kind.ToString().ToLowerInvariant(), data);
    }

    /// <summary>Returns whether the viewer may still see the data in an event of their own turn, by a confirmation that is newer than the event.</summary>
    private async Task<bool> CoversAsync(ThreadEvent happened, CancellationToken cancellation)
    {
        _confirmedAtPage ??= await live.Rights.ConfirmAsync(_viewer.Subject, cancellation);
        return _confirmedAtPage is { } confirmed && await live.Rights.CoverAsync(confirmed, happened, cancellation);
    }

    /// <summary>Tracks running turns. A turn that waits for a confirmation produces no events, so it does not count as running.</summary>
    private void HearOfTurn(ThreadEvent happened)
    {
        if (happened.Turn is not { } turn)
            return;
        if (happened.Kind is ThreadEventKind.Confirmation)
            _running.Remove(turn);
        else
            _running.Add(turn);
        _hasHeardOfTurn = true;
    }
}
