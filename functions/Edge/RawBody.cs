using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>The bytes of a body as they came, for what is signed over them.</summary>
internal static class RawBody
{
    /// <summary>Null when there are too many.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        try
        {
            using var bytes = new MemoryStream();
            await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
            return bytes.Length <= Body.Largest ? bytes.ToArray() : null;
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
