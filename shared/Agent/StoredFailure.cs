using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Agent;

/// <summary>What a model call rested on that brought no answer: that it failed may lie in any of it.</summary>
internal sealed record StoredFailure(ImmutableArray<EvidencePiece> Evidence)
{
    public static string Key(int modelCall) => $"failure-{modelCall}";
}
