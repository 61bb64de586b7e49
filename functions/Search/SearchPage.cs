using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Search;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Search;

/// <summary>A parsed search request: the query, the limit per kind, and the position in the one kind that has a cursor.</summary>
internal sealed record SearchPage(SearchQuery Query, int Limit, MessagePlace? After, int Skip)
{
    private const int FewOfEach = 5;
    private const int Messages = 20;
    private const int Most = 50;
    private const int Deepest = 1_000;
    private const int LongestCursor = 80;

    public bool Wants(SearchKind kind) => Query.Kind is not { } only || only == kind;

    /// <summary>Returns the limit of a kind. A search over all kinds returns only a few hits of each kind except messages.</summary>
    public int LimitOf(SearchKind kind) => Query.Kind is null && kind is not SearchKind.Message ? Math.Min(FewOfEach, Limit) : Limit;

    public string? Next(SearchKind kind, int found) => found > LimitOf(kind) && Skip + LimitOf(kind) <= Deepest ? $"{Skip + LimitOf(kind)}" : null;

    public static bool TryRead(HttpRequest request, DateTimeOffset now, [NotNullWhen(true)] out SearchPage? page, [NotNullWhen(false)] out Problem? problem)
    {
        page = null;
        var (limit, after, skip) = (Messages, (MessagePlace?)null, 0);
        var zone = Zone(request);
        var (query, wrong) = zone is null
            ? (null, null)
            : SearchQuery.Read(request.Query["q"].ToString(), Given(request), TimeZoneInfo.ConvertTime(now, zone), zone);
        if (request.Query["limit"] is [var text, ..]
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            problem = Problem.BadRequest("limit", $"limit must be between 1 and {Most}.");
        else if (zone is null)
            problem = Problem.BadRequest("zone", "zone is an IANA time zone, such as Europe/Berlin.");
        else if (query is null)
            problem = Problem.BadRequest("query", wrong!);
        else if (request.Query["cursor"] is [{ Length: > 0 } cursor, ..] && !TryReadCursor(query.Kind, cursor, out after, out skip))
            problem = Problem.BadRequest("cursor", "This cursor is not one of this search. Start again without it.");
        else
            (page, problem) = (new(query, limit, after, skip), null);
        return page is not null;
    }

    /// <summary>Parses a cursor. It continues within one kind, so the search must specify that kind.</summary>
    private static bool TryReadCursor(SearchKind? kind, string cursor, out MessagePlace? after, out int skip)
    {
        (after, skip) = (null, 0);
        if (kind is null || cursor.Length > LongestCursor)
            return false;
        if (kind is not SearchKind.Message)
            return int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out skip) && skip <= Deepest;
        if (!MessagePlace.TryParse(cursor, out var place))
            return false;
        after = place;
        return true;
    }

    private static TimeZoneInfo? Zone(HttpRequest request) => request.Query["zone"].ToString() is { Length: > 0 } zone ? IanaZone.Find(zone) : TimeZoneInfo.Utc;

    private static IEnumerable<SearchFilter> Given(HttpRequest request) =>
        SearchFilter.Names.SelectMany(name =>
            request.Query[name].Where(static value => value is { Length: > 0 }).Select(value => new SearchFilter(name, value!)));
}
