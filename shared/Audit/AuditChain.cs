using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

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
