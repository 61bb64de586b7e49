using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>Reads a JSON body: <c>if (!(await Body.ReadAsync&lt;T&gt;(request)).Is(out var body, out var problem)) return problem;</c></summary>
internal static class Body
{
    public const int LargestKiB = 256;

    public const int Largest = LargestKiB * 1024;

    public static async Task<Body<T>> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        if (!request.HasJsonContentType())
            return new(Problem.NotJson());
        if (await RawBody.ReadAsync(request, Largest) is not { } bytes)
            return new(Problem.TooLarge());
        try
        {
            var value = JsonSerializer.Deserialize<T>(WithoutMark(bytes.Span), Json.Web);
            return value is null ? new(Problem.BadRequest("body", "The body must be a JSON object.")) : new(value);
        }
        catch (JsonException malformed)
        {
            return new(Problem.BadRequest("body", malformed.Path is { Length: > 1 } path
                ? $"The body does not fit: look at {path}."
                : "The body is not the JSON this call needs: something is missing or malformed."));
        }
    }

    /// <summary>Strips a byte order mark, which RFC 8259 §8.1 allows a parser to ignore.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}
