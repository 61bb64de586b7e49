using System.Collections.Immutable;

namespace Onbehalf.Audit;

/// <summary>What checking the chains came to. <paramref name="Bad"/> has, of each chain that is not what was written, the record where that begins.</summary>
public sealed record AuditVerdict(int Chains, long Records, long Anchored, ImmutableArray<AuditFault> Bad)
{
    public bool IsIntact => Bad.IsEmpty;

    public AuditFault? FirstBad => Bad.FirstOrDefault();
}

/// <summary><paramref name="Record"/> is the id of the row that is missing or is not what was written.</summary>
public sealed record AuditFault(string Record, string Problem);
