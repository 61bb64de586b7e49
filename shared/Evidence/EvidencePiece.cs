using System.Collections.Immutable;
using Onbehalf.Visibility;

namespace Onbehalf.Evidence;

/// <summary>
/// One piece of what a turn took in: whose authority learned it, under which version of their grant, and what it rested on.
/// <paramref name="Share"/> names the reply whose share gave it, where only that did: it holds no longer than the share stands.
/// </summary>
public sealed record EvidencePiece(string Asker, string Grant, ImmutableArray<Touched> Touched, string? Share = null)
{
    /// <summary>Each of asker, grant and share once; touches of one relation under the same rules are one.</summary>
    public static ImmutableArray<EvidencePiece> Union(IEnumerable<EvidencePiece> pieces) =>
    [
        .. pieces.GroupBy(static piece => (piece.Asker, piece.Grant, piece.Share))
            .Select(static same => new EvidencePiece(same.Key.Asker, same.Key.Grant, Evidence.Touched.Union(same.SelectMany(static piece => piece.Touched)), same.Key.Share)),
    ];
}
