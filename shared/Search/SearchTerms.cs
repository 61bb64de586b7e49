using System.Collections.Immutable;

namespace Onbehalf.Search;

/// <summary>What a text must contain to be found: every term, in any order. None at all is in every text.</summary>
public sealed class SearchTerms
{
    private readonly ImmutableArray<SearchTerm> _terms;

    private SearchTerms(ImmutableArray<SearchTerm> terms) => _terms = terms;

    public bool IsEmpty => _terms.IsEmpty;

    /// <param name="pieces">As typed, between spaces or quotes; the last one that is not quoted may be the beginning of a word.</param>
    internal static SearchTerms Of(IReadOnlyList<TypedPiece> pieces)
    {
        var last = pieces.LastOrDefault(static piece => !piece.IsQuoted);
        return new([.. pieces.Select(piece => SearchTerm.Of(piece.Text, ReferenceEquals(piece, last))).OfType<SearchTerm>().Take(SearchLimits.MostTerms)]);
    }

    /// <summary>For a name: each word may be the beginning of one.</summary>
    public static SearchTerms OfName(string name) =>
        new([.. name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static word => SearchTerm.Of(word, isPrefix: true)).OfType<SearchTerm>().Take(SearchLimits.MostTerms)]);

    /// <summary>Where the text has the terms, in order; null when it lacks one.</summary>
    public IReadOnlyList<TermHit>? Find(string text)
    {
        if (_terms.IsEmpty)
            return [];
        var hits = Hits(text);
        return hits.Select(static hit => hit.Term).Distinct().Count() == _terms.Length ? hits : null;
    }

    /// <summary>Where the text has any of the terms.</summary>
    public IReadOnlyList<TermHit> Hits(string text)
    {
        var tokens = TextToken.Read(text).ToArray();
        var (hits, each) = (new List<TermHit>(), new int[_terms.Length]);
        for (var at = 0; at < tokens.Length; at++)
        {
            for (var term = 0; term < _terms.Length; term++)
            {
                if (each[term] < SearchLimits.MostHitsPerText && _terms[term].At(tokens, at) is { } range)
                {
                    hits.Add(new(term, range));
                    each[term]++;
                }
            }
        }

        return hits;
    }
}
