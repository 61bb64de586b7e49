using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>A JSON response. Serialized eagerly, so that a serialization failure occurs inside the edge.</summary>
internal sealed class HttpAnswer : IResult
{
    private readonly byte[] _body;
    private readonly int _status;

    private HttpAnswer(int status, byte[] body)
    {
        _status = status;
        _body = body;
    }

    public static HttpAnswer Json<T>(T value) => new(StatusCodes.Status200OK, Bytes(value));

    public static HttpAnswer Created<T>(T value) => new(StatusCodes.Status201Created, Bytes(value));

    public static HttpAnswer Accepted<T>(T value) => new(StatusCodes.Status202Accepted, Bytes(value));

    /// <summary>Creates a 503 response with a complete report instead of a problem.</summary>
    public static HttpAnswer Unwell<T>(T value) => new(StatusCodes.Status503ServiceUnavailable, Bytes(value));

    public static HttpAnswer List<T>(IReadOnlyList<T> items, string? continuation = null) => Json(new Listing<T>(items, continuation));

    public static IResult Nothing() => Results.NoContent();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = _body.Length;
        await response.Body.WriteAsync(_body, httpContext.RequestAborted);
    }

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Edge.Json.Web);
}
