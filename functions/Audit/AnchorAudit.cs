using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;

namespace Onbehalf.Functions.Audit;

/// <summary>Every five minutes the heads of all chains go where the table's writers cannot reach. The log line is what the alarm waits for.</summary>
public sealed partial class AnchorAudit(AuditAnchors anchors, ILogger<AnchorAudit> log)
{
    [Function(nameof(AnchorAudit))]
    public async Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation) =>
        Log.Anchored(log, await anchors.WriteAsync(cancellation));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Anchored {Count} audit chains")]
        public static partial void Anchored(ILogger logger, int count);
    }
}
