using System.Collections.Immutable;
using System.Globalization;

namespace Onbehalf.Audit;

/// <summary><paramref name="Loss"/> is null where lost writes do not explain it.</summary>
internal sealed record ChainFinding(long Seq, string Problem, ChainLoss? Loss);

/// <summary>A record of the app that closes a chain over what is lost beneath it.</summary>
internal sealed record ChainClosing(long Seq, ImmutableArray<ChainLoss> Losses)
{
    public const string Reason = "rows-lost";

    /// <summary>Its own place is above every number that was ever given, so it never follows the record before it by number.</summary>
    public bool Excuses(ChainFinding finding) =>
        finding.Loss is { } loss && loss.To <= Seq && Losses.Any(named => named.Covers(loss));

    public static ChainClosing? Of(AuditRow row, long seq) =>
        row.Action == AuditAction.AuditClose.Value && row.Reason == Reason && row.Approver is not null
            ? new(seq, [.. AuditLists.Read(row.Relations).Select(static text => ChainLoss.TryParse(text, out var loss) ? loss : null).OfType<ChainLoss>()])
            : null;
}

/// <summary>What is wrong with one chain, and what of it a closing record has named.</summary>
internal sealed class ChainFindings(string key)
{
    private readonly List<ChainFinding> _all = [];
    private readonly List<ChainClosing> _closings = [];

    /// <summary>The highest number that the chain has or that anything names.</summary>
    public long Highest { get; private set; }

    public IReadOnlyList<ChainFinding> Open => [.. _all.Where(finding => !_closings.Any(closing => closing.Excuses(finding)))];

    public void Add(long seq, string problem, ChainLoss? loss)
    {
        _all.Add(new(seq, problem, loss));
        Saw(loss?.To ?? seq);
    }

    public void Saw(long seq) => Highest = Math.Max(Highest, seq);

    public void Add(ChainClosing closing) => _closings.Add(closing);

    /// <summary>The lowest that no closing record names.</summary>
    public AuditFault? Fault() => Open.OrderBy(static finding => finding.Seq).FirstOrDefault() is { } first
        ? new(Id(first.Seq), first.Problem) { Cause = Open.All(static finding => finding.Loss is not null) ? AuditFault.RowsLost : AuditFault.Changed }
        : null;

    public ImmutableArray<AuditGap> Gaps() =>
        [.. _closings.OrderBy(static closing => closing.Seq).Select(closing => new AuditGap(key, Id(closing.Seq), [.. closing.Losses.Select(static loss => loss.Text)]))];

    private string Id(long seq) => string.Create(CultureInfo.InvariantCulture, $"{key}-{seq}");
}
