using System.Buffers.Text;
using System.Text;

namespace Onbehalf.Audit;

/// <summary>
/// The continuation of a search: the month, and the store's continuation token in it. It grants nothing, because the filter is applied again.
/// </summary>
internal sealed record AuditPosition(AuditMonth Month, string? Mark)
{
    public string Write() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Month}{Mark}"));

    public static bool TryRead(string text, AuditFilter filter, out AuditPosition position)
    {
        position = new(default, null);
        if (!Base64Url.IsValid(text))
            return false;
        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        if (plain.Length < 6 || !AuditMonth.TryParse(plain.AsSpan(0, 6), out var month) || !filter.Months().Contains(month))
            return false;
        position = new(month, plain.Length == 6 ? null : plain[6..]);
        return true;
    }
}
