using System.Globalization;

namespace Onbehalf.Audit;

/// <summary>The position of a record: <c>{chain}-{seq}</c>, counted from 1.</summary>
public readonly record struct AuditId(AuditChain Chain, long Seq)
{
    public string Value => string.Create(CultureInfo.InvariantCulture, $"{Chain.Key}-{Seq}");

    public static bool TryParse(string? text, out AuditId id)
    {
        id = default;
        var dash = text?.LastIndexOf('-') ?? -1;
        if (dash < 0 || !AuditChain.TryParse(text![..dash], out var chain))
            return false;
        if (!long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq < 1)
            return false;
        id = new(chain, seq);
        return id.Value == text;
    }

    public override string ToString() => Value;
}
