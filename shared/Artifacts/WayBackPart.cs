using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>The ops of one request of a restore. <paramref name="Seqs"/>: the ops with the evidence of the agent's words in them.</summary>
internal sealed record WayBackPart(ImmutableArray<ArtifactOp> Ops, ImmutableHashSet<long> Seqs)
{
    /// <summary>Splits steps into requests within the limits, with the words of the agent in separate requests.</summary>
    public static IEnumerable<WayBackPart> Of(IEnumerable<(ArtifactOp Op, ImmutableArray<long> Seqs)> steps)
    {
        var ops = ImmutableArray.CreateBuilder<ArtifactOp>();
        var (seqs, bytes) = (ImmutableHashSet<long>.Empty, 0);
        foreach (var (op, rests) in steps)
        {
            var size = OpReader.Write([op]).Length;
            if (ops.Count > 0 && (rests.IsEmpty != seqs.IsEmpty || ops.Count == ArtifactLimits.OpsAtOnce || bytes + size > ArtifactLimits.BytesOfOps))
            {
                yield return new(ops.ToImmutable(), seqs);
                ops.Clear();
                (seqs, bytes) = ([], 0);
            }

            ops.Add(op);
            (seqs, bytes) = (seqs.Union(rests), bytes + size);
        }

        if (ops.Count > 0)
            yield return new(ops.ToImmutable(), seqs);
    }
}
