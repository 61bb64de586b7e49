using System.Globalization;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Visibility.Auditors;

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

/// <summary>The hash chain of one person's records in one month. Its key is <c>{yyyyMM}-{subject}</c>.</summary>
public readonly record struct AuditChain(AuditMonth Month, SubjectId Subject)
{
    public string Key => $"{Month}-{Subject}";

    public static bool TryParse(string? key, out AuditChain chain)
    {
        chain = default;
        if (key is not { Length: 7 + SubjectId.Length } || key[6] != '-')
            return false;
        if (!AuditMonth.TryParse(key.AsSpan(0, 6), out var month) || !SubjectId.TryParse(key[7..], out var subject))
            return false;
        chain = new(month, subject);
        return true;
    }

    public override string ToString() => Key;
}

/// <summary>A calendar month in UTC, in the form <c>yyyyMM</c>.</summary>
public readonly record struct AuditMonth
{
    private readonly DateOnly _first;

    private AuditMonth(DateOnly first) => _first = first;

    public AuditMonth Previous => new(_first.AddMonths(-1));

    public AuditMonth Next => new(_first.AddMonths(1));

    public static AuditMonth Of(DateTimeOffset time) => new(new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1));

    public static bool TryParse(ReadOnlySpan<char> text, out AuditMonth month)
    {
        var valid = DateOnly.TryParseExact(text, "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first);
        month = valid ? new(first) : default;
        return valid;
    }

    public override string ToString() => _first.ToString("yyyyMM", CultureInfo.InvariantCulture);
}

/// <summary>
/// The proof that a record is stored. <paramref name="AlreadyRecorded"/> means that the same record existed: an earlier attempt started the
/// act, so its outcome must be looked up.
/// </summary>
public sealed record AuditReceipt(AuditId Id, bool AlreadyRecorded);

/// <summary>
/// One record as it is stored: the entry (its details sealed in <paramref name="SealedDetails"/>, so <c>Entry.Details</c> is null)
/// and its place in the chain. <paramref name="Hash"/> covers <paramref name="PrevHash"/>, the entry and the sealed bytes.
/// </summary>
public sealed record AuditRecord(
    AuditId Id,
    DateTimeOffset At,
    AuditPhase Phase,
    AuditEntry Entry,
    ReadOnlyMemory<byte> SealedDetails,
    string PrevHash,
    string Hash);

/// <summary>
/// The newest record of a chain, or of the person's previous chain; the genesis hash if neither has one. The row is set only if it was just read.
/// </summary>
internal sealed record ChainHead(AuditId? Id, string Hash, AuditRow? Row = null)
{
    public static ChainHead None { get; } = new(null, AuditHash.Genesis);

    public AuditId NextIn(AuditChain chain) => new(chain, Id is { } id && id.Chain == chain ? id.Seq + 1 : 1);
}
