using System.Collections.Immutable;

namespace Onbehalf.Search;

/// <summary>The terms that a text must all contain, in any order. Without terms, every text matches.</summary>
public sealed class SearchTerms
{
    private readonly ImmutableArray<SearchTerm> _terms;

    private SearchTerms(ImmutableArray<SearchTerm> terms) => _terms = terms;

    public bool IsEmpty => _terms.IsEmpty;

    /// <param name="pieces">The typed pieces, split at spaces or quotes. The last unquoted one matches as a prefix.</param>
    internal static SearchTerms Of(IReadOnlyList<TypedPiece> pieces)
    {
        var last = pieces.LastOrDefault(static piece => !piece.IsQuoted);
        return new([.. pieces.Select(piece => SearchTerm.Of(piece.Text, ReferenceEquals(piece, last))).OfType<SearchTerm>().Take(SearchLimits.MostTerms)]);
    }

    /// <summary>Returns the terms for a name. Each word matches as a prefix.</summary>
    public static SearchTerms OfName(string name) =>
        new([
            .. name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(static word => SearchTerm.Of(word, isPrefix: true))
                .OfType<SearchTerm>()
                .Take(SearchLimits.MostTerms),
        ]);

    /// <summary>Returns the matches in text order; null when a term is missing.</summary>
    public IReadOnlyList<TermHit>? Find(string text)
    {
        if (_terms.IsEmpty)
            return [];
        var hits = Hits(text);
        return hits.Select(static hit => hit.Term).Distinct().Count() == _terms.Length ? hits : null;
    }

    /// <summary>Returns the matches of any term.</summary>
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
