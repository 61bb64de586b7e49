using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Threads;

/// <summary>The services, limits, clock and presence of the live streams of threads.</summary>
public sealed class LiveThread(
    Authorities authorities,
    Sessions sessions,
    ThreadStore threads,
    MessageStore messages,
    AnswerVisibility visibility,
    EventRights rights,
    EventLog events,
    EventCursor cursor,
    ThreadWatches watches,
    StreamTimes times,
    TimeProvider time,
    IHostApplicationLifetime host)
{
    private readonly Present _present = new();

    internal EventLog Events => events;

    internal StreamTimes Times => times;

    internal TimeProvider Time => time;

    internal EventRights Rights => rights;

    internal Present Present => _present;

    internal ThreadWatches Watches => watches;

    /// <summary>Cancelled when the app stops. It does not wait for its streams; clients reconnect to another instance.</summary>
    internal CancellationToken Stopping => host.ApplicationStopping;

    public IResult For(Caller caller, Authority viewer, ThreadId thread, Member me, long after) =>
        new EventStream(this, caller, viewer, thread, me, after);

    internal SessionWatch Watch(Caller caller) => sessions.Watch(caller);

    internal Task<string> CursorAsync(Authority viewer, ThreadId thread, long seq, CancellationToken cancellation) =>
        cursor.WriteAsync(viewer.Subject.Id, thread, seq, cancellation);

    /// <summary>Confirms that the viewer is still signed in, a member and active in the directory. Null ends the stream.</summary>
    internal async Task<(Authority Viewer, Member Me)?> StillAsync(Caller caller, Authority viewer, ThreadId thread, CancellationToken cancellation)
    {
        var session = sessions.LastsAsync(caller, times.Recheck, cancellation);
        var me = threads.FindMemberAsync(viewer.Subject.Id, thread, cancellation);
        var confirmed = await authorities.ConfirmAsync(viewer.Subject, Freshness.Read, cancellation);
        return await session && await me is { } member && confirmed is AuthorityResult.Confirmed { Authority: var authority } ? (authority, member) : null;
    }

    /// <param name="isAsSaid">True if the message is known to be unchanged.</param>
    internal async Task<MessageBody?> MessageAsync(Authority viewer, MessageId id, bool isAsSaid, CancellationToken cancellation) =>
        (isAsSaid ? await messages.FindAsync(id, cancellation) : await messages.FindAsync(id, viewer.Subject.Id, cancellation)) is { } message
            ? MessageBody.Of(await visibility.OfAsync(viewer, message, cancellation))
            : null;
}
