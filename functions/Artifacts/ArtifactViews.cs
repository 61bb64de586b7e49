using System.Collections.Immutable;
using Onbehalf.Artifacts;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Artifacts as their viewers see them.</summary>
public sealed class ArtifactViews
{
    internal Task<ArtifactRendering> RenderAsync(Authority viewer, LiveArtifact live, ArtifactState state, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(new ArtifactRendering(viewer, live.Head, state, static _ => true));
    }

    internal async Task<ArtifactBody> OfAsync(Authority viewer, LiveArtifact live, CancellationToken cancellation) =>
        (await RenderAsync(viewer, live, live.State, cancellation)).Body([]);

    /// <summary>Ops of the log as this viewer is told of them.</summary>
    internal Task<IReadOnlyList<LoggedOpsBody>> OfAsync(Authority viewer, LiveArtifact live, ImmutableArray<LoggedOps> logged, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<LoggedOpsBody>>([.. logged.Select(static one => LoggedOpsBody.Of(one, isOpen: true))]);
    }
}
