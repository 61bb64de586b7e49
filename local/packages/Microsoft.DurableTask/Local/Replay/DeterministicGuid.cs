using System.Security.Cryptography;
using System.Text;

namespace Microsoft.DurableTask.Local.Replay;

internal static class DeterministicGuid
{
    /// <summary>RFC 9562 version 8: the same instance, time and count give the same id on every replay.</summary>
    public static Guid From(string instanceId, DateTime at, int count)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{instanceId}_{at:o}_{count}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
