using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>RFC 9457 problem details with a stable type and an actionable sentence.</summary>
internal sealed class Problem : IResult
{
    private const string Types = "https://onbehalf.dev/problems/";

    // A single instance: a missing resource and one without access get identical bytes.
    private static readonly Problem Missing = new(StatusCodes.Status404NotFound, "not-found", "Not found", "There is nothing here that you can see.");

    private readonly byte[] _body;
    private readonly int _status;

    private Problem(int status, string slug, string title, string sentence)
    {
        _status = status;
        _body = JsonSerializer.SerializeToUtf8Bytes(new ProblemBody(Types + slug, title, status, sentence), Json.Web);
    }

    private string? Challenge { get; init; }

    private TimeSpan? RetryAfter { get; init; }

    public static Problem NotFound() => Missing;

    public static Problem BadRequest(string slug, string sentence) => new(StatusCodes.Status400BadRequest, slug, "Bad request", sentence);

    public static Problem Unauthorized(string slug, string sentence, string challenge) =>
        new(StatusCodes.Status401Unauthorized, slug, "Sign in first", sentence) { Challenge = challenge };

    public static Problem Forbidden(string slug, string sentence) => new(StatusCodes.Status403Forbidden, slug, "Refused", sentence);

    public static Problem Conflict(string slug, string sentence) => new(StatusCodes.Status409Conflict, slug, "Conflict", sentence);

    public static Problem TooLarge(int mostBytes = Body.Largest) =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            "too-large",
            "Too large",
            $"A request body may have at most {(mostBytes < 1024 * 1024 ? $"{mostBytes / 1024} KiB" : $"{mostBytes / 1024 / 1024} MB")}.");

    public static Problem NotJson() =>
        new(StatusCodes.Status415UnsupportedMediaType, "not-json", "Not JSON", "Send the body as application/json.");

    public static Problem TooMany(string sentence, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, "too-many", "Too many requests", sentence) { RetryAfter = retryAfter };

    public static Problem Failed() =>
        new(
            StatusCodes.Status500InternalServerError,
            "failed",
            "Something went wrong",
            "The request failed on our side. Try again; the traceparent header names it.");

    public static Problem Unavailable(string slug, string sentence, TimeSpan? retryAfter = null) =>
        new(StatusCodes.Status503ServiceUnavailable, slug, "Not available", sentence) { RetryAfter = retryAfter };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        response.ContentType = "application/problem+json";
        response.ContentLength = _body.Length;
        if (Challenge is not null)
            response.Headers.WWWAuthenticate = Challenge;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(_body, httpContext.RequestAborted);
    }
}
