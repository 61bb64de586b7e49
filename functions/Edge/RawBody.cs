using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>The bytes of a body as they came, for what is signed over them.</summary>
internal static class RawBody
{
    /// <param name="most">Bytes; no more than one beyond them is read.</param>
    /// <returns>Null when there are too many.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most)
            return null;
        try
        {
            var buffer = new byte[request.ContentLength ?? most + 1];
            var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
            return read > most ? null : buffer[..read];
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
