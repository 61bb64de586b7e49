using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Health;

/// <summary>Reports the capabilities of the configured model as text.</summary>
internal sealed class ModelCheck(ModelClient model, ModelReports reports) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        !model.IsConfigured ? HealthCheckResult.Unhealthy("No model is configured.")
        : await reports.LatestAsync() switch
        {
            null => HealthCheckResult.Healthy("Configured; its first check is not finished."),
            { IsWell: true } report => HealthCheckResult.Healthy(report.Sentence),
            var report => HealthCheckResult.Unhealthy(report.Sentence),
        };
}
