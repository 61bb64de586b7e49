using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>Requests of one person that change artifacts.</summary>
public sealed class ArtifactRate(TimeProvider time) : PersonRate(ArtifactLimits.RequestsPerMinute, time);
