using System.Collections.Immutable;

namespace Onbehalf.Audit;

/// <summary>
/// What checking the chains came to. <paramref name="Bad"/> has, of each chain that is not what was written, the record where that begins.
/// <paramref name="Closed"/> has the records that close a chain over lost ones: such a chain is neither intact nor bad.
/// </summary>
public sealed record AuditVerdict(int Chains, long Records, long Anchored, ImmutableArray<AuditFault> Bad, ImmutableArray<AuditGap> Closed)
{
    public bool IsIntact => Bad.IsEmpty && Closed.IsEmpty;

    public AuditFault? FirstBad => Bad.FirstOrDefault();
}

/// <summary><paramref name="Record"/> is the id of the row that is missing or is not what was written.</summary>
public sealed record AuditFault(string Record, string Problem)
{
    /// <summary>Everything that is wrong with the chain is what lost writes leave; an auditor can close it.</summary>
    public const string RowsLost = "rows-lost";

    public const string Changed = "changed";

    public string Cause { get; init; } = Changed;
}

/// <summary><paramref name="Record"/> is the record that closes the chain over what is lost, and says so in <paramref name="Lost"/>.</summary>
public sealed record AuditGap(string Chain, string Record, ImmutableArray<string> Lost);
