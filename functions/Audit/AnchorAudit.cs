using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Audit;

/// <summary>Every five minutes the heads of all chains go where the table's writers cannot reach. The log line is what the alarm waits for.</summary>
public sealed partial class AnchorAudit(AuditAnchors anchors, ILogger<AnchorAudit> log) : IChore
{
    public string Schedule => "0 */5 * * * *";

    public bool IsLong => true;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation) =>
        Log.Anchored(log, await anchors.WriteAsync(cancellation));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Anchored {Count} audit chains")]
        public static partial void Anchored(ILogger logger, int count);
    }
}
