using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Onbehalf.Functions.Inbox;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Live;

/// <summary>The services, limits and clock of people's live streams.</summary>
public sealed class LivePerson(
    Authorities authorities,
    Sessions sessions,
    ThreadStore threads,
    InboxView inbox,
    Pulses pulses,
    StreamTimes times,
    TimeProvider time,
    IHostApplicationLifetime host)
{
    private const int PageOfThreads = 1000;
    private const int MostRead = 2000;

    private readonly ConcurrentDictionary<ThreadId, (long Number, Task<ThreadReading?> Reading)> _read = new();

    internal Pulses Pulses => pulses;

    internal StreamTimes Times => times;

    internal TimeProvider Time => time;

    internal InboxView Inbox => inbox;

    internal CancellationToken Stopping => host.ApplicationStopping;

    public IResult For(Caller caller, Authority viewer, DateTimeOffset? since) => new PersonStream(this, caller, viewer, since);

    internal SessionWatch Watch(Caller caller) => sessions.Watch(caller);

    /// <summary>Confirms that the viewer is still signed in and active in the directory. Null ends the stream.</summary>
    internal async Task<Authority?> StillAsync(Caller caller, Authority viewer, CancellationToken cancellation)
    {
        var session = sessions.LastsAsync(caller, times.Recheck, cancellation);
        var confirmed = await authorities.ConfirmAsync(viewer.Subject, Freshness.Read, cancellation);
        return await session && confirmed is AuthorityResult.Confirmed { Authority: var authority } ? authority : null;
    }

    internal async Task<HashSet<ThreadId>> ThreadsOfAsync(SubjectId person, CancellationToken cancellation)
    {
        var all = new HashSet<ThreadId>();
        for (string? from = null; ;)
        {
            var (ids, next) = await threads.IdsForAsync(person, from, PageOfThreads, cancellation);
            all.UnionWith(ids);
            if (next is null)
                return all;
            from = next;
        }
    }

    internal async Task<ThreadLook> LookAsync(SubjectId person, ThreadId thread, long number) => await ReadAsync(thread, number) switch
    {
        { IsBehindDoor: true } => await threads.LookAsync(person, thread, CancellationToken.None),
        { } read when read.For(person) is { } found => new ThreadLook.Found(found),
        _ => new ThreadLook.Gone(),
    };

    /// <summary>Returns a thread as of this pulse or later. All streams of this instance that receive the same change share one read.</summary>
    private Task<ThreadReading?> ReadAsync(ThreadId thread, long number)
    {
        if (number == 0)
            return threads.ReadAsync(thread, CancellationToken.None);
        if (_read.Count > MostRead)
            _read.Clear();
        return _read.AddOrUpdate(thread, _ => Fresh(), (_, known) => known.Number >= number && !known.Reading.IsFaulted ? known : Fresh()).Reading;

        (long Number, Task<ThreadReading?> Reading) Fresh() => (number, threads.ReadAsync(thread, CancellationToken.None));
    }
}
