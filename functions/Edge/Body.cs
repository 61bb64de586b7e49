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
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, Json.Web, request.HttpContext.RequestAborted);
            return value is null ? new(Problem.BadRequest("body", "The body must be a JSON object.")) : new(value);
        }
        catch (JsonException malformed)
        {
            return new(Problem.BadRequest("body", malformed.Path is { Length: > 1 } path
                ? $"The body does not fit: look at {path}."
                : "The body is not the JSON this call needs: something is missing or malformed."));
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new(Problem.TooLarge());
        }
    }
}
