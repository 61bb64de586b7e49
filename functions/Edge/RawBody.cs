using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>
/// Reads raw request bodies and enforces their size. The server's own limit would abort the request, which looks like a failed connection to the
/// proxy.
/// </summary>
internal static class RawBody
{
    private const int Step = 16 * 1024;
    private const int FirstBuffer = 64 * 1024;

    /// <summary>Buffers the whole body in memory and replaces the stream, so that the function reads it without waiting.</summary>
    /// <returns>False if the body is larger than <paramref name="most"/> bytes.</returns>
    public static async Task<bool> BufferAsync(HttpRequest request, int most)
    {
        if (await ReadAsync(request, most) is not { } bytes)
            return false;
        request.Body = MemoryMarshal.TryGetArray(bytes, out var buffer)
            ? new MemoryStream(buffer.Array!, buffer.Offset, buffer.Count, writable: false, publiclyVisible: true)
            : new MemoryStream(bytes.ToArray(), writable: false);
        return true;
    }

    /// <param name="most">The limit in bytes. At most one more byte is read.</param>
    /// <returns>The body; null if it exceeds the limit.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most)
            return null;
        if (request.Body is MemoryStream { Position: 0 } buffered && buffered.TryGetBuffer(out var whole))
            return whole.Count <= most ? whole.AsMemory() : null;
        // Allocates by the bytes received, not by the declared length.
        var bytes = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? 0, FirstBuffer) + 1);
        while (bytes.WrittenCount <= most)
        {
            var room = bytes.GetMemory(Math.Min(Step, most + 1 - bytes.WrittenCount));
            room = room[..Math.Min(room.Length, most + 1 - bytes.WrittenCount)];
            if (await request.Body.ReadAsync(room, request.HttpContext.RequestAborted) is not (> 0 and var read))
                return bytes.WrittenMemory;
            bytes.Advance(read);
        }

        return null;
    }
}
