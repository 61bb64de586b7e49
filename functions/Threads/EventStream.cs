using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// One viewer's stream of one thread (HTML Living Standard §9.2). It ends when the viewer may no longer read the thread, when the client
/// leaves, or before the front end would cut it; a client that comes back with its last id misses nothing and hears nothing twice.
/// </summary>
internal sealed class EventStream(LiveThread live, Authority viewer, ThreadId thread, Member me, long after) : IResult
{
    private readonly HashSet<TurnId> _running = [];
    private Authority _viewer = viewer;
    private Member _me = me;
    private long _after = after;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, live.Stopping);
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
            // The client left, the time is up, or the app stops: all of them how a stream ends.
        }
        finally
        {
            if (live.Present.Leave(thread, person))
                await live.Events.AppendAsync(thread, [ThreadEvent.Presence(person, isHere: false)], CancellationToken.None);
        }
    }

    private async Task FollowAsync(HttpResponse response, EventWake wake, ThreadWatches.Seat watch, CancellationToken cancellation)
    {
        var spoke = live.Time.GetTimestamp();
        var asked = spoke;
        for (var isNew = true; ;)
        {
            if (wake.HasWhispers && live.Time.GetElapsedTime(asked) >= live.Times.Recheck)
            {
                if (!await StillAsync(cancellation))
                    return;
                asked = live.Time.GetTimestamp();
            }

            foreach (var typing in wake.Whispered())
                await SseFrames.WriteAsync(response, SseFrames.Frame(null, "typing", typing), cancellation);
            if (isNew)
            {
                var page = await live.Events.ReadAsync(thread, _after, _viewer.Subject.Id, cancellation);
                isNew = page.Last > _after;
                foreach (var happened in page.Events)
                {
                    if (NeedsFreshAnswer(happened.Event) || live.Time.GetElapsedTime(asked) >= live.Times.Recheck)
                    {
                        if (!await StillAsync(cancellation))
                            return;
                        asked = live.Time.GetTimestamp();
                    }

                    if (await FrameAsync(happened, page.IsAsSaid(happened), cancellation) is { } frame)
                    {
                        await SseFrames.WriteAsync(response, frame, cancellation);
                        spoke = live.Time.GetTimestamp();
                    }
                }

                _after = page.Last;
            }

            if (live.Time.GetElapsedTime(asked) >= live.Times.IdleRecheck)
            {
                if (!await StillAsync(cancellation))
                    return;
                asked = live.Time.GetTimestamp();
            }

            if (live.Time.GetElapsedTime(spoke) >= live.Times.Heartbeat)
            {
                await SseFrames.WriteAsync(response, ":\n\n", cancellation);
                spoke = live.Time.GetTimestamp();
            }

            watch.Hurry(_running.Count > 0);
            isNew = isNew || await wake.WaitAsync(
                UntilSooner(live.Times.Heartbeat - live.Time.GetElapsedTime(spoke), live.Times.IdleRecheck - live.Time.GetElapsedTime(asked)), cancellation);
        }
    }

    private static TimeSpan UntilSooner(TimeSpan heartbeat, TimeSpan recheck) =>
        TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(Math.Min(heartbeat.TotalMilliseconds, recheck.TotalMilliseconds))));

    private static bool NeedsFreshAnswer(ThreadEvent happened) =>
        happened.Kind is ThreadEventKind.Message or ThreadEventKind.Share or ThreadEventKind.Members or ThreadEventKind.Revision;

    private async Task<bool> StillAsync(CancellationToken cancellation)
    {
        if (await live.StillAsync(_viewer, thread, cancellation) is not var (viewer, me))
            return false;
        (_viewer, _me) = (viewer, me);
        return true;
    }

    /// <summary>Null for what this viewer is not to hear of.</summary>
    private async Task<string?> FrameAsync(LoggedEvent logged, bool isAsSaid, CancellationToken cancellation)
    {
        var happened = logged.Event;
        if ((happened.Message?.Seq ?? happened.Turn?.Seq ?? long.MaxValue) < _me.JoinedSeq)
            return null;
        if (happened is { Turn: { } turn })
            _running.Add(turn);
        var data = happened.Body ?? "{}";
        if (happened.Message is { } id)
        {
            if (await live.MessageAsync(_viewer, id, isAsSaid, cancellation) is not { } message)
                return null;
            // A reaction to a locked answer can reveal its content.
            if (happened.Kind is ThreadEventKind.Revision && message.Visibility == "locked")
                return null;
            if (happened.Kind is not ThreadEventKind.Revision && message.From == "agent")
                _running.RemoveWhere(t => message.TurnId is null || t == message.TurnId);
            data = JsonSerializer.Serialize(message, Json.Web);
        }

        return SseFrames.Frame(await live.CursorAsync(_viewer, thread, logged.Seq, cancellation), happened.Kind.ToString().ToLowerInvariant(), data);
    }
}
