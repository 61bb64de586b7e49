using System.Collections.Immutable;
using System.Globalization;

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

/// <summary><paramref name="Loss"/> is null if lost writes do not explain the finding.</summary>
internal sealed record ChainFinding(long Seq, string Problem, ChainLoss? Loss);

/// <summary>A record of the app that closes a chain over lost records with lower numbers.</summary>
internal sealed record ChainClosing(long Seq, ImmutableArray<ChainLoss> Losses)
{
    public const string Reason = "rows-lost";

    /// <summary>Its number is higher than every number ever used, so it is never consecutive to the previous record.</summary>
    public bool Excuses(ChainFinding finding) =>
        finding.Loss is { } loss && loss.To <= Seq && Losses.Any(named => named.Covers(loss));

    public static ChainClosing? Of(AuditRow row, long seq) =>
        row.Action == AuditAction.AuditClose.Value && row.Reason == Reason && row.Approver is not null
            ? new(seq, [.. AuditLists.Read(row.Relations).Select(static text => ChainLoss.TryParse(text, out var loss) ? loss : null).OfType<ChainLoss>()])
            : null;
}

/// <summary>The findings in one chain, and the ones that a closing record names.</summary>
internal sealed class ChainFindings(string key)
{
    private readonly List<ChainFinding> _all = [];
    private readonly List<ChainClosing> _closings = [];

    /// <summary>The highest number in the chain, or named by an anchor or record.</summary>
    public long Highest { get; private set; }

    public IReadOnlyList<ChainFinding> Open => [.. _all.Where(finding => !_closings.Any(closing => closing.Excuses(finding)))];

    public void Add(long seq, string problem, ChainLoss? loss)
    {
        _all.Add(new(seq, problem, loss));
        Saw(loss?.To ?? seq);
    }

    public void Saw(long seq) => Highest = Math.Max(Highest, seq);

    public void Add(ChainClosing closing) => _closings.Add(closing);

    /// <summary>The lowest finding that no closing record names.</summary>
    public AuditFault? Fault() => Open.OrderBy(static finding => finding.Seq).FirstOrDefault() is { } first
        ? new(Id(first.Seq), first.Problem) { Cause = Open.All(static finding => finding.Loss is not null) ? AuditFault.RowsLost : AuditFault.Changed }
        : null;

    public ImmutableArray<AuditGap> Gaps() =>
        [
            .. _closings
                .OrderBy(static closing => closing.Seq)
                .Select(closing => new AuditGap(key, Id(closing.Seq), [.. closing.Losses.Select(static loss => loss.Text)])),
        ];

    private string Id(long seq) => string.Create(CultureInfo.InvariantCulture, $"{key}-{seq}");
}
