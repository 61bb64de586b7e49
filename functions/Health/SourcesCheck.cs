using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Onbehalf.Functions.Health;

/// <summary>Sources are reached as people only, so health cannot ask them; it says how many there are and which carry demo data.</summary>
internal sealed class SourcesCheck(IConfiguration configuration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        try
        {
            using var sources = JsonDocument.Parse(configuration["ONBEHALF_SOURCES"] is { Length: > 0 } text ? text : "[]");
            var all = sources.RootElement.GetArrayLength();
            var demo = sources.RootElement.EnumerateArray().Count(static source => source.TryGetProperty("demo", out var flag) && flag.ValueKind == JsonValueKind.True);
            return all == 0
                ? HealthCheckResult.Unhealthy("No source is configured.")
                : HealthCheckResult.Healthy(demo == 0 ? $"{all} configured" : $"{all} configured, {demo} for demonstration only");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("ONBEHALF_SOURCES is not a JSON array of sources.");
        }
    }
}
