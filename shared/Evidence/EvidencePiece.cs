using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Visibility;

namespace Onbehalf.Evidence;

/// <summary>
/// One piece of a turn's evidence: the person who read it, the version of their grant, and the data it depends on. <paramref name="Share"/> is the
/// reply whose share was the only source; the piece is valid only while that share exists.
/// </summary>
public sealed record EvidencePiece(string Asker, string Grant, ImmutableArray<Touched> Touched, string? Share = null)
{
    /// <summary>
    /// Removes touches that are undecided and carry no data, such as those of a declined call. They show nothing that could be compared.
    /// </summary>
    public static ImmutableArray<EvidencePiece> WithoutUndecidedEmpty(IEnumerable<EvidencePiece> pieces) =>
        [
            .. pieces
                .Select(static piece => piece with { Touched = [.. piece.Touched.Where(static one => one is not { Undecided: true, CarriesData: false })] })
                .Where(static piece => !piece.Touched.IsEmpty),
        ];

    /// <summary>Merges pieces with the same asker, grant and share. Touches of one relation under the same rules are merged too.</summary>
    public static ImmutableArray<EvidencePiece> Union(IEnumerable<EvidencePiece> pieces) =>
        [
            .. pieces
                .GroupBy(static piece => (piece.Asker, piece.Grant, piece.Share))
                .Select(static same => new EvidencePiece(
                    same.Key.Asker, same.Key.Grant, Evidence.Touched.Union(same.SelectMany(static piece => piece.Touched)), same.Key.Share)),
        ];
}

/// <summary>Another person whose text the model read.</summary>
public sealed record TextAuthor(string Subject, string Name)
{
    public SubjectId Id => SubjectId.Parse(Subject);

    internal static TextAuthor Of(Subject person) => new(person.Id.Value, person.Name);
}
