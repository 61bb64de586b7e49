using System.Buffers.Binary;
using System.Buffers.Text;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Threads;

/// <summary>
/// Encodes a position in a thread's event log for a client. The cursor is encrypted for its viewer. Gaps between plain numbers would be a side
/// channel: they show the number of steps and tokens of other people's turns.
/// </summary>
public sealed class EventCursor(PersonSeal seal)
{
    public async Task<string> WriteAsync(SubjectId viewer, ThreadId thread, long seq, CancellationToken cancellation)
    {
        var plain = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(plain, seq);
        return Base64Url.EncodeToString(await seal.SealAsync(viewer, SealedAs(thread), plain, cancellation));
    }

    /// <summary>Returns the position, or null for a text that was not issued to this viewer for this thread.</summary>
    public async Task<long?> ReadAsync(SubjectId viewer, ThreadId thread, string text, CancellationToken cancellation)
    {
        if (text.Length > 200 || !Base64Url.IsValid(text))
            return null;
        var plain = await seal.OpenAsync(viewer, SealedAs(thread), Base64Url.DecodeFromChars(text), cancellation);
        return plain is { Length: sizeof(long) } ? BinaryPrimitives.ReadInt64BigEndian(plain) : null;
    }

    private static string SealedAs(ThreadId thread) => $"cursor/{thread}";
}
