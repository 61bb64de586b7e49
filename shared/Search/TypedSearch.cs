using System.Collections.Immutable;

namespace Onbehalf.Search;

/// <summary>
/// Splits the typed text into words, quoted phrases and filters. A filter's value may be quoted. An unclosed quote ends at the end of the text.
/// </summary>
internal sealed record TypedSearch(ImmutableArray<TypedPiece> Pieces, ImmutableArray<SearchFilter> Filters)
{
    public static TypedSearch Read(string text)
    {
        var (pieces, filters) = (ImmutableArray.CreateBuilder<TypedPiece>(), ImmutableArray.CreateBuilder<SearchFilter>());
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (FilterAt(text, at) is { } name)
                filters.Add(new(name, Value(text, at + name.Length + 1, out at).Text.TrimStart('@', '#')));
            else if (Value(text, at, out at) is { Text.Length: > 0 } piece)
                pieces.Add(piece);
        }

        return new(pieces.ToImmutable(), filters.ToImmutable());
    }

    private static string? FilterAt(string text, int at) =>
        SearchFilter.Names.FirstOrDefault(name =>
            string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
            && at + name.Length < text.Length
            && text[at + name.Length] == ':');

    private static TypedPiece Value(string text, int from, out int end)
    {
        if (from < text.Length && IsQuote(text[from]))
        {
            var close = from + 1;
            while (close < text.Length && !IsQuote(text[close]))
                close++;
            end = Math.Min(close + 1, text.Length);
            return new(text[(from + 1)..close].Trim(), IsQuoted: true);
        }

        end = from;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !(end > from && IsQuote(text[end])))
            end++;
        return new(text[from..end], IsQuoted: false);
    }

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„' or '«' or '»';
}
