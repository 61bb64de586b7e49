using System.Buffers.Binary;
using System.Buffers.Text;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Threads;

/// <summary>
/// A place in a thread's events as it leaves the server: sealed for its viewer, because the gaps between plain numbers would tell how
/// many steps and tokens somebody else's turn had.
/// </summary>
public sealed class EventCursor(PersonSeal seal)
{
    public async Task<string> WriteAsync(SubjectId viewer, ThreadId thread, long seq, CancellationToken cancellation)
    {
        var plain = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(plain, seq);
        return Base64Url.EncodeToString(await seal.SealAsync(viewer, SealedAs(thread), plain, cancellation));
    }

    /// <summary>The place, or null for anything that was not given to this viewer for this thread.</summary>
    public async Task<long?> ReadAsync(SubjectId viewer, ThreadId thread, string text, CancellationToken cancellation)
    {
        if (text.Length > 200 || !Base64Url.IsValid(text))
            return null;
        var plain = await seal.OpenAsync(viewer, SealedAs(thread), Base64Url.DecodeFromChars(text), cancellation);
        return plain is { Length: sizeof(long) } ? BinaryPrimitives.ReadInt64BigEndian(plain) : null;
    }

    private static string SealedAs(ThreadId thread) => $"cursor/{thread}";
}
