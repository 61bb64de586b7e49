using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Health;

/// <summary>Asking a model costs money, so health says only whether one is configured.</summary>
internal sealed class ModelCheck(ModelClient model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(model.IsConfigured ? HealthCheckResult.Healthy("configured") : HealthCheckResult.Unhealthy("No model is configured."));
}
