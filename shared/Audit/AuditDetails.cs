using System.Text;
using System.Text.Json;

namespace Onbehalf.Audit;

/// <summary>The sealed part of a record: at most one table property. What is longer is cut and says so; the record is never lost for it.</summary>
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
