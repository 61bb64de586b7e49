using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Onbehalf.Audit;

/// <summary>The gap that lost writes leave in a chain, as a closing record names it: <c>{kind} {from}-{to}</c>, then the lost hash if it is known.</summary>
internal sealed record ChainLoss(string Kind, long From, long To, string? Hash = null)
{
    public static ChainLoss Missing(long from, long to) => new("missing", from, to);

    /// <summary>The record follows a lost one whose number was used again.</summary>
    public static ChainLoss Unlinked(long seq) => new("unlinked", seq, seq);

    /// <summary>The number was used again: an anchor has the hash of the lost record.</summary>
    public static ChainLoss Replaced(long seq, string hash) => new("replaced", seq, seq, hash);

    /// <summary>The first record of a later month names the lost record.</summary>
    public static ChainLoss Named(long seq, string hash) => new("named", seq, seq, hash);

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Kind} {From}-{To}{(Hash is null ? "" : " " + Hash)}");

    public bool Covers(ChainLoss other) => Kind == other.Kind && Hash == other.Hash && From <= other.From && To >= other.To;

    public static bool TryParse(string text, [NotNullWhen(true)] out ChainLoss? loss)
    {
        loss = null;
        var parts = text.Split(' ');
        if (parts.Length is not (2 or 3) || parts[1].Split('-') is not [var from, var to])
            return false;
        if (!long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            return false;
        loss = new(parts[0], first, last, parts.Length == 3 ? parts[2] : null);
        return true;
    }
}
