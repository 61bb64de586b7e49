using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>
/// The bytes of a body as they came. They are counted here, not by the server's own limit: a server that breaks off in the middle of a
/// request looks like a failed connection to the proxy before it.
/// </summary>
internal static class RawBody
{
    private const int Step = 16 * 1024;
    private const int FirstBuffer = 64 * 1024;

    /// <summary>Reads the whole body into memory and replaces the stream, so that the function reads it without waiting.</summary>
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

    /// <param name="most">Bytes; no more than one beyond them is read.</param>
    /// <returns>Null when there are too many.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most)
            return null;
        if (request.Body is MemoryStream { Position: 0 } buffered && buffered.TryGetBuffer(out var whole))
            return whole.Count <= most ? whole.AsMemory() : null;
        // Memory for what came, not for what the sender says will come.
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
