namespace Onbehalf.Audit;

/// <summary>
/// What checking the chains came to. <paramref name="FirstBad"/> is where a chain stops being what was written: the lowest number of the
/// first chain in question.
/// </summary>
public sealed record AuditVerdict(int Chains, long Records, long Anchored, AuditFault? FirstBad)
{
    public bool IsIntact => FirstBad is null;
}

/// <summary><paramref name="Record"/> is the id of the row that is missing or is not what was written.</summary>
public sealed record AuditFault(string Record, string Problem);
