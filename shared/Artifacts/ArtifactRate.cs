using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>The rate limit of one person's requests that change artifacts.</summary>
public sealed class ArtifactRate(TimeProvider time) : PersonRate(ArtifactLimits.RequestsPerMinute, time);
