using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Onbehalf.Functions.Health;

/// <summary>Asking a model costs money, so health says only whether one is configured.</summary>
internal sealed class ModelCheck(IConfiguration configuration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(string.IsNullOrEmpty(configuration["OPENAI_BASE_URL"]) && string.IsNullOrEmpty(configuration["AZURE_OPENAI_ENDPOINT"])
            ? HealthCheckResult.Unhealthy("No model is configured.")
            : HealthCheckResult.Healthy("configured"));
}
