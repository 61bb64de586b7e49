using System.Security.Cryptography;
using System.Text;

namespace Onbehalf.Audit;

/// <summary>
/// Computes HMAC-SHA256 over the position of a record and its hash, which covers the rest. The position is included, so that neither a hash nor
/// a MAC can be moved to another row.
/// </summary>
internal static class AuditMac
{
    private const string Purpose = "onbehalf audit row 1";

    public static string Of(AuditRow row, ReadOnlySpan<byte> key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Purpose}\n{row.PartitionKey}\n{row.RowKey}\n{row.Hash}")));

    public static bool Fits(AuditRow row, ReadOnlySpan<byte> key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(row.Mac ?? ""), Encoding.UTF8.GetBytes(Of(row, key)));
}
