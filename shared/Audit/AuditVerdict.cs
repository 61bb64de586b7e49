using System.Collections.Immutable;

namespace Onbehalf.Audit;

/// <summary>
/// The result of verifying chains. <paramref name="Bad"/> has the first wrong record of each chain that was altered.
/// <paramref name="Closed"/> has the records that close a chain over lost records: such a chain is neither intact nor bad.
/// </summary>
public sealed record AuditVerdict(int Chains, long Records, long Anchored, ImmutableArray<AuditFault> Bad, ImmutableArray<AuditGap> Closed)
{
    public bool IsIntact => Bad.IsEmpty && Closed.IsEmpty;

    public AuditFault? FirstBad => Bad.FirstOrDefault();
}

/// <summary><paramref name="Record"/> is the id of the missing or altered row.</summary>
public sealed record AuditFault(string Record, string Problem)
{
    /// <summary>True if lost writes explain every finding in the chain; an auditor can close it.</summary>
    public const string RowsLost = "rows-lost";

    public const string Changed = "changed";

    public string Cause { get; init; } = Changed;
}

/// <summary><paramref name="Record"/> closes the chain over the lost records that <paramref name="Lost"/> names.</summary>
public sealed record AuditGap(string Chain, string Record, ImmutableArray<string> Lost);
