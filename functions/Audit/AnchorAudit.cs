using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;

namespace Onbehalf.Functions.Audit;

/// <summary>Every five minutes the heads of all chains go where the table's writers cannot reach.</summary>
public sealed class AnchorAudit(AuditAnchors anchors)
{
    [Function(nameof(AnchorAudit))]
    public Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation) => anchors.WriteAsync(cancellation);
}
