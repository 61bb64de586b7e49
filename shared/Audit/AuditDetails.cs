using System.Text;
using System.Text.Json;

namespace Onbehalf.Audit;

/// <summary>The sealed part of a record, at most one table property. Longer text is truncated with a mark, so that the record is still written.</summary>
internal static class AuditDetails
{
    private const int LongestBytes = 48 * 1024;
    private const int KeptCharacters = 8 * 1024;

    public static byte[] Bytes(string details)
    {
        var bytes = Encoding.UTF8.GetBytes(details);
        return bytes.Length <= LongestBytes
            ? bytes
            : JsonSerializer.SerializeToUtf8Bytes(new { cut = details[..KeptCharacters], characters = details.Length });
    }
}
