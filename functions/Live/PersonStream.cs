using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Inbox;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Live;

/// <summary>
/// One person's stream of changes in their lists. Each event is the current state, read with the person's current rights. The stream ends with the
/// session, the account, the connection or its lifetime. Event ids are times: a reconnecting client receives all changes since then.
/// </summary>
internal sealed class PersonStream(LivePerson live, Caller caller, Authority viewer, DateTimeOffset? since) : IResult
{
    private readonly SubjectId _me = viewer.Subject.Id;
    private Authority _viewer = viewer;
    private HashSet<ThreadId> _mine = [];
    private HashSet<ThreadId> _told = [];

    /// <summary>Threads whose last change is not yet sent, because the product that stores their members was unavailable.</summary>
    private readonly HashSet<ThreadId> _owed = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var session = live.Watch(caller);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, live.Stopping, session.Ended);
        ends.CancelAfter(live.Times.Lifetime);
        using var pulses = live.Pulses.Listen();
        try
        {
            await SseFrames.BeginAsync(httpContext, ends.Token);
            var started = live.Time.GetUtcNow();
            _mine = await live.ThreadsOfAsync(_me, ends.Token);
            _told = [.. _mine];
            await CatchUpAsync(httpContext.Response, started, ends.Token);
            await FollowAsync(httpContext.Response, pulses, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client left or signed out, the lifetime ended, or the app stops. Each is a normal end of the stream.
        }
    }

    /// <summary>
    /// Replays the pulses since the client's last event id, or sends <c>reset</c> if they are gone. A new client gets the pulses of the last seconds.
    /// </summary>
    private async Task CatchUpAsync(HttpResponse response, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await live.Pulses.SinceAsync(since ?? now, cancellation) is { } missed)
        {
            // The client's lists can contain a thread that the person lost before this stream began.
            _told.UnionWith(
                missed.Where(pulse => pulse.Person == _me && ThreadId.TryParse(pulse.What, out _)).Select(static pulse => ThreadId.Parse(pulse.What)));
            await TellAsync(response, missed, cancellation);
        }
        else
            await SseFrames.WriteAsync(response, SseFrames.Frame(null, "reset", "{}"), cancellation);
        await SseFrames.WriteAsync(response, Place(now), cancellation);
    }

    private async Task FollowAsync(HttpResponse response, PulseQueue pulses, CancellationToken cancellation)
    {
        var asked = live.Time.GetTimestamp();
        var spoke = asked;
        for (var now = live.Time.GetUtcNow(); ; now = live.Time.GetUtcNow())
        {
            var heard = await pulses.TakeAsync(Sooner(live.Times.Heartbeat - live.Time.GetElapsedTime(spoke)), cancellation);
            if (heard.Any(Concerns))
            {
                // Debounce: changes in quick succession are sent together.
                await Task.Delay(live.Times.Gather, cancellation);
                now = live.Time.GetUtcNow();
                heard = [.. heard, .. await pulses.TakeAsync(TimeSpan.Zero, cancellation)];
                if (!await StillAsync(cancellation))
                    return;
                asked = live.Time.GetTimestamp();
                await TellAsync(response, heard, cancellation);
            }
            else if (live.Time.GetElapsedTime(asked) >= live.Times.IdleRecheck)
            {
                if (!await StillAsync(cancellation))
                    return;
                asked = live.Time.GetTimestamp();
                foreach (var thread in _owed.ToArray())
                    await TellThreadAsync(response, thread, 0, cancellation);
            }

            if (live.Time.GetElapsedTime(spoke) >= live.Times.Heartbeat)
            {
                await SseFrames.WriteAsync(response, Place(now), cancellation);
                spoke = live.Time.GetTimestamp();
            }
        }
    }

    private static TimeSpan Sooner(TimeSpan rest) => rest > TimeSpan.FromMilliseconds(1) ? rest : TimeSpan.FromMilliseconds(1);

    /// <summary>A frame with only an id; the client dispatches no event.</summary>
    private static string Place(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"id: {moment.ToUnixTimeMilliseconds()}\n\n");

    private bool Concerns(Pulse pulse) => pulse.Person is { } person ? person == _me : ThreadId.TryParse(pulse.What, out var thread) && _mine.Contains(thread);

    private async Task<bool> StillAsync(CancellationToken cancellation)
    {
        if (await live.StillAsync(caller, _viewer, cancellation) is not { } confirmed)
            return false;
        _viewer = confirmed;
        return true;
    }

    private async Task TellAsync(HttpResponse response, IReadOnlyList<Pulse> pulses, CancellationToken cancellation)
    {
        var mine = pulses.Where(Concerns).ToArray();
        foreach (var threads in mine.Where(static pulse => ThreadId.TryParse(pulse.What, out _)).GroupBy(static pulse => ThreadId.Parse(pulse.What)))
            await TellThreadAsync(response, threads.Key, threads.Max(static pulse => pulse.Number), cancellation);
        if (mine.Any(static pulse => RoomId.TryParse(pulse.What, out _)))
            await SseFrames.WriteAsync(response, SseFrames.Frame(null, "rooms", "{}"), cancellation);
        if (mine.Any(static pulse => pulse.What == Pulse.Inbox))
        {
            var items = await live.Inbox.OfAsync(_viewer, Page.DefaultLimit, static _ => true, cancellation);
            await SseFrames.WriteAsync(
                response, SseFrames.Frame(null, "inbox", JsonSerializer.Serialize(new Listing<InboxItemBody>(items), Json.Web)), cancellation);
        }
    }

    private async Task TellThreadAsync(HttpResponse response, ThreadId thread, long number, CancellationToken cancellation)
    {
        _mine.Add(thread);
        switch (await live.LookAsync(_me, thread, number))
        {
            case ThreadLook.Found(var found):
                _owed.Remove(thread);
                _told.Add(thread);
                await SseFrames.WriteAsync(response, SseFrames.Frame(null, "thread", JsonSerializer.Serialize(ThreadBody.Of(found), Json.Web)), cancellation);
                break;
            case ThreadLook.Unclear:
                _owed.Add(thread);
                break;
            default:
                _owed.Remove(thread);
                if (_told.Remove(thread))
                    await SseFrames.WriteAsync(
                        response, SseFrames.Frame(null, "gone", JsonSerializer.Serialize(new { id = thread.Value }, Json.Web)), cancellation);
                break;
        }
    }
}
