using System.Collections.Immutable;
using System.Globalization;

namespace Onbehalf.Search;

/// <summary>
/// A parsed search: words, phrases, and filters, which are typed or passed separately. <see cref="After"/> is inclusive and <see cref="Before"/>
/// exclusive. Days start in the searcher's zone.
/// </summary>
public sealed record SearchQuery
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    private SearchQuery()
    {
    }

    /// <summary>The typed text without the filters.</summary>
    public required string Words { get; init; }

    public required SearchTerms Terms { get; init; }

    public ImmutableArray<string> From { get; private init; } = [];

    public ImmutableArray<string> In { get; private init; } = [];

    public DateTimeOffset? Before { get; private init; }

    public DateTimeOffset? After { get; private init; }

    public SearchKind? Kind { get; private init; }

    public bool HasFilters => !From.IsEmpty || !In.IsEmpty || Before is not null || After is not null;

    /// <param name="given">Filters in addition to the text. They are equivalent to typed ones.</param>
    /// <param name="now">The current time in the searcher's zone.</param>
    /// <returns>The query, or a sentence that describes the error.</returns>
    public static (SearchQuery? Query, string? Problem) Read(string text, IEnumerable<SearchFilter> given, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (text.Length > SearchLimits.LongestQuery)
            return (null, $"A search has at most {SearchLimits.LongestQuery} characters.");
        var typed = TypedSearch.Read(text);
        ImmutableArray<SearchFilter> filters = [.. typed.Filters, .. given];
        if (filters.Length > SearchLimits.MostFilters)
            return (null, $"A search has at most {SearchLimits.MostFilters} filters.");
        var query = new SearchQuery { Words = string.Join(' ', typed.Pieces.Select(static piece => piece.Text)), Terms = SearchTerms.Of(typed.Pieces) };
        foreach (var filter in filters)
        {
            if (query.With(filter, now, zone) is not { } next)
                return (null, Wrong(filter));
            query = next;
        }

        return typed.Pieces.IsEmpty && !query.HasFilters
            ? (null, "Type a word to search for, or a filter such as from:bob, in:sales or after:2026-03-01.")
            : (query, null);
    }

    private SearchQuery? With(SearchFilter filter, DateTimeOffset now, TimeZoneInfo zone) =>
        filter switch
        {
            { Value: "" } or { Value.Length: > SearchLimits.LongestQuery } => null,
            { Name: SearchFilter.From } => this with { From = From.Add(filter.Value) },
            { Name: SearchFilter.In } => this with { In = In.Add(filter.Value) },
            { Name: SearchFilter.Before } when Day(filter.Value, now, zone) is { } day => this with { Before = day < Before || Before is null ? day : Before },
            { Name: SearchFilter.After } when Day(filter.Value, now, zone) is { } day => this with { After = day > After || After is null ? day : After },
            { Name: SearchFilter.Kind }
                when Enum.TryParse<SearchKind>(filter.Value, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(filter.Value[0]) =>
                this with { Kind = kind },
            _ => null,
        };

    private static DateTimeOffset? Day(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = text.ToLowerInvariant() switch
        {
            "today" => now.Date,
            "yesterday" => now.Date.AddDays(-1),
            var date => DateTime.TryParseExact(date, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : DateTime.MinValue,
        };
        return day.Year is < 1900 or > 2200 ? null : new DateTimeOffset(day, zone.GetUtcOffset(day));
    }

    private static string Wrong(SearchFilter filter) => filter.Name switch
    {
        SearchFilter.From => "from: needs a name, such as from:bob, from:me or from:agent.",
        SearchFilter.In => "in: needs the name of a room or a thread, such as in:sales or in:\"quarterly review\".",
        SearchFilter.Kind => "kind: is message, page, artifact, person or place.",
        _ => $"{filter.Name}: needs a day, such as {filter.Name}:2026-03-01, {filter.Name}:2026-03 or {filter.Name}:yesterday.",
    };
}

/// <summary>A filter as it was typed, such as <c>from:bob</c>.</summary>
public sealed record SearchFilter(string Name, string Value)
{
    public const string From = "from";
    public const string In = "in";
    public const string Before = "before";
    public const string After = "after";
    public const string Kind = "kind";

    public static readonly string[] Names = [From, In, Before, After, Kind];
}

/// <summary>The kind of a search result. A place is a room or a thread.</summary>
public enum SearchKind
{
    Message,
    Page,
    Artifact,
    Person,
    Place,
}

/// <summary>A typed piece other than a filter.</summary>
internal sealed record TypedPiece(string Text, bool IsQuoted);

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
