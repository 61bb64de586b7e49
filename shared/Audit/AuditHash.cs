using System.Globalization;
using System.Text;
using Onbehalf.Ids;

namespace Onbehalf.Audit;

/// <summary>
/// Computes SHA-256 over the previous hash and the record as canonical JSON (RFC 8785: sorted keys, no spaces). Every value is a string, so
/// that any language can verify a chain. Nulls are omitted; the sealed part is base64.
/// </summary>
internal static class AuditHash
{
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public static string Of(AuditRow row) => Sha256.Hex(row.PrevHash + Canonical(row));

    public static string Canonical(AuditRow row)
    {
        var json = new StringBuilder("{", 512);
        foreach (var (name, value) in Fields(row))
        {
            if (value is null)
                continue;
            if (json.Length > 1)
                json.Append(',');
            Quote(json, name);
            json.Append(':');
            Quote(json, value);
        }

        return json.Append('}').ToString();
    }

    private static IEnumerable<(string Name, string? Value)> Fields(AuditRow row) =>
    [
        ("act", row.Act),
        ("action", row.Action),
        ("approver", row.Approver),
        ("at", row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)),
        ("author", row.Author),
        ("callId", row.CallId),
        ("chain", row.PartitionKey),
        ("columns", row.Columns),
        ("consent", row.Consent),
        ("contextSources", row.ContextSources),
        ("decision", row.Decision),
        ("issuer", row.Issuer),
        ("keyVersion", row.KeyVersion),
        ("name", row.Name),
        ("partOf", row.PartOf),
        ("phase", row.Phase),
        ("prevHash", row.PrevHash),
        ("prevId", row.PrevId),
        ("reason", row.Reason),
        ("relations", row.Relations),
        ("row", row.RowKey),
        ("runId", row.RunId),
        ("sealed", row.Sealed is null ? null : Convert.ToBase64String(row.Sealed)),
        ("shape", row.Shape),
        ("source", row.Source),
        ("textAuthors", row.TextAuthors),
        ("threadId", row.ThreadId),
        ("tool", row.Tool),
        ("turnId", row.TurnId),
    ];

    /// <summary>Writes a string as RFC 8785 (3.2.2.2) requires.</summary>
    internal static void Quote(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
