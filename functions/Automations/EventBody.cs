using Microsoft.AspNetCore.Http;
using Onbehalf.Automations.Runs;

namespace Onbehalf.Functions.Automations;

/// <summary>An event's raw bytes, as they were signed.</summary>
internal static class EventBody
{
    /// <summary>Null for more than an event may have.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > Occasion.MaxPayload)
            return null;
        var buffer = new byte[Occasion.MaxPayload + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return read > Occasion.MaxPayload ? null : buffer[..read];
    }
}
