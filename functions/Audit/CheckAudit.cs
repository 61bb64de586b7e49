using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Audit;

/// <summary>Verifies every chain of the current and the previous month once a day, so that tampering is detected without a request.</summary>
public sealed partial class CheckAudit(AuditVerification verification, TimeProvider time, ILogger<CheckAudit> log) : IChore
{
    public string Schedule => "0 40 2 * * *";

    public bool IsLong => true;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        var month = AuditMonth.Of(time.GetUtcNow());
        var verdict = await verification.VerifyAsync(month.Previous, month, subject: null, cancellation);
        foreach (var fault in verdict.Bad)
            Log.Broken(log, fault.Record, fault.Problem);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "ALARM: the audit is not what was written: {Record} {Problem}")]
        public static partial void Broken(ILogger logger, string record, string problem);
    }
}
