using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// One viewer's event stream of one artifact. It ends when the viewer loses access or signs out, when the client disconnects, or before the timeout of
/// the front end. The id of an event is the number of its ops. A client that reconnects with it gets each later event exactly once.
/// </summary>
internal sealed class ArtifactStream(LiveArtifacts live, Caller caller, Authority viewer, LiveArtifact opened, long after) : IResult
{
    private readonly ArtifactHead _head = opened.Head;
    private Authority _viewer = viewer;
    private long _after = after;
    private long _asked = live.Time.GetTimestamp();
    private long _spoke = live.Time.GetTimestamp();
    private ImmutableDictionary<SubjectId, ArtifactPresence.Here>? _here;
    private volatile bool _isAskedAgain;
    private bool _isSignedOut;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var session = live.Watch(caller);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, live.Stopping, session.Ended);
        ends.CancelAfter(live.Times.Lifetime);
        using var wake = live.Wakes.Listen(_head.Id);
        var me = _viewer.Subject.Id;
        live.Presence.Enter(_head.Id, Participant.Of(_viewer.Subject));
        live.Wakes.Wake(_head.Id);
        var thread = _head.Thread is { } home ? WatchAsync(home, wake, ends.Token) : Task.CompletedTask;
        try
        {
            await SseFrames.BeginAsync(httpContext, ends.Token);
            await FollowAsync(httpContext.Response, wake, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client disconnected or signed out, the lifetime is over, or the app stops. These are the regular ends of a stream.
        }
        finally
        {
            live.Presence.Leave(_head.Id, me);
            live.Wakes.Wake(_head.Id);
            await ends.CancelAsync();
            await thread;
        }
    }

    /// <summary>Checks access again after each event of the thread, because the event may be the viewer's removal.</summary>
    private async Task WatchAsync(ThreadId thread, ArtifactWake wake, CancellationToken cancellation)
    {
        using var happened = live.Events.Listen(thread, _viewer.Subject.Id);
        using var watch = live.Watches.Enter(thread);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                if (!await happened.WaitAsync(live.Times.Heartbeat, cancellation))
                    continue;
                _isAskedAgain = true;
                wake.Wake();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The stream ended.
        }
    }

    private async Task FollowAsync(HttpResponse response, ArtifactWake wake, CancellationToken cancellation)
    {
        while (true)
        {
            var now = await live.Store.LookAsync(_head.Id, live.Times.Idle, cancellation);
            if (!await IsStillTheirsAsync(now, cancellation))
            {
                if (_isSignedOut)
                    return;
                await SayAsync(response, null, "gone", "{}", cancellation);
                return;
            }

            await SayOpsAsync(response, now!.For(opened.Since), cancellation);
            if (now.Head.Thread != _head.Thread)
            {
                await SayAsync(response, null, "published", JsonSerializer.Serialize(new { threadId = now.Head.Thread?.Value }, Json.Web), cancellation);
                return;
            }

            await SayWhoIsHereAsync(response, cancellation);
            if (live.Time.GetElapsedTime(_spoke) >= live.Times.Heartbeat)
                await SayAsync(response, ":\n\n", cancellation);
            await wake.WaitAsync(live.Times.Idle, cancellation);
        }
    }

    /// <summary>Returns whether the viewer still has access. The check is cached, for a shorter time when there are ops to send.</summary>
    private async Task<bool> IsStillTheirsAsync(LiveArtifact? now, CancellationToken cancellation)
    {
        if (now is null || now.Head.IsDeleted)
            return false;
        var atMost = now.Head.Seq > _after || now.Head.Thread != _head.Thread ? live.Times.Recheck : live.Times.IdleRecheck;
        if (!_isAskedAgain && live.Time.GetElapsedTime(_asked) < atMost)
            return true;
        _isAskedAgain = false;
        if (!await live.IsSignedInAsync(caller, cancellation))
        {
            _isSignedOut = true;
            return false;
        }

        if (await live.StillAsync(_viewer, _head.Id, cancellation) is not { } still)
            return false;
        (_viewer, _asked) = (still, live.Time.GetTimestamp());
        return true;
    }

    private async Task SayOpsAsync(HttpResponse response, LiveArtifact now, CancellationToken cancellation)
    {
        while (_after < now.Head.Seq)
        {
            var logged = await live.Store.OpsAsync(now, _after, cancellation);
            if (logged.IsEmpty)
                return;
            foreach (var body in await live.Views.OfAsync(_viewer, now, logged, cancellation))
                await SayAsync(response, body.Seq.ToString(CultureInfo.InvariantCulture), "ops", JsonSerializer.Serialize(body, Json.Web), cancellation);
            _after = logged[^1].Seq;
        }
    }

    private async Task SayWhoIsHereAsync(HttpResponse response, CancellationToken cancellation)
    {
        var here = live.Presence.Of(_head.Id);
        if (ReferenceEquals(here, _here))
            return;
        _here = here;
        var people = here.Values.OrderBy(static one => one.Person.Subject.Value, StringComparer.Ordinal)
            .Select(static one => new
            {
                subject = one.Person.Subject.Value,
                name = one.Person.Name,
                item = one.Spot.Item,
                field = one.Spot.Field,
                block = one.Spot.Block,
            });
        await SayAsync(response, null, "presence", JsonSerializer.Serialize(new { people }, Json.Web), cancellation);
    }

    private Task SayAsync(HttpResponse response, string? id, string kind, string data, CancellationToken cancellation) =>
        SayAsync(response, SseFrames.Frame(id, kind, data), cancellation);

    private async Task SayAsync(HttpResponse response, string frame, CancellationToken cancellation)
    {
        await SseFrames.WriteAsync(response, frame, cancellation);
        _spoke = live.Time.GetTimestamp();
    }
}
