using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>The shared services of artifact streams: data sources, intervals and presence.</summary>
public sealed class LiveArtifacts(
    Authorities authorities,
    Sessions sessions,
    ArtifactStore store,
    ArtifactViews views,
    ArtifactWakes wakes,
    EventLog events,
    ThreadWatches watches,
    StreamTimes times,
    TimeProvider time,
    IHostApplicationLifetime host)
{
    internal ArtifactStore Store => store;

    internal ArtifactViews Views => views;

    internal ArtifactWakes Wakes => wakes;

    internal EventLog Events => events;

    internal StreamTimes Times => times;

    internal TimeProvider Time => time;

    internal ThreadWatches Watches => watches;

    internal ArtifactPresence Presence { get; } = new();

    internal CancellationToken Stopping => host.ApplicationStopping;

    internal IResult For(Caller caller, Authority viewer, LiveArtifact live, long after) => new ArtifactStream(this, caller, viewer, live, after);

    internal SessionWatch Watch(Caller caller) => sessions.Watch(caller);

    internal Task<bool> IsSignedInAsync(Caller caller, CancellationToken cancellation) => sessions.LastsAsync(caller, times.Recheck, cancellation);

    /// <summary>Confirms that the viewer is still active and has access. Null ends the stream.</summary>
    internal async Task<Authority?> StillAsync(Authority viewer, ArtifactId artifact, CancellationToken cancellation) =>
        await authorities.FindAsync(viewer.Subject, Freshness.Read, cancellation) is { } now
        && await store.FindAsync(now, artifact, cancellation) is not null
            ? now
            : null;

    /// <summary>Returns false when this person has no stream of the artifact on this instance.</summary>
    internal bool Put(Authority person, ArtifactId artifact, ArtifactSpot spot)
    {
        if (!Presence.Put(artifact, person.Subject.Id, spot))
            return false;
        wakes.Wake(artifact);
        return true;
    }
}
