using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>The requested page of a list: <c>if (!Page.TryRead(request, out var page, out var problem)) return problem;</c></summary>
internal sealed record Page(int Limit, string? Continuation)
{
    public const int DefaultLimit = 50;

    public const int LargestLimit = 200;

    private const int LongestContinuation = 2048;

    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out Page? page, [NotNullWhen(false)] out Problem? problem)
    {
        var limit = DefaultLimit;
        string? text = request.Query["limit"];
        string? continuation = request.Query["continuation"];
        (page, problem) = (null, null);
        if (text is not null && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestLimit))
            problem = Problem.BadRequest("limit", $"limit must be between 1 and {LargestLimit}.");
        else if (continuation is { Length: > LongestContinuation })
            problem = Continue();
        else
            page = new(limit, string.IsNullOrEmpty(continuation) ? null : continuation);
        return page is not null;
    }

    /// <summary>Returns the problem for a continuation that this list did not issue.</summary>
    public static Problem Continue() => Problem.BadRequest("continuation", "This continuation is not one of this list. Start again without it.");
}
