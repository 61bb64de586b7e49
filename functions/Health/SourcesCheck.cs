using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Sources;

namespace Onbehalf.Functions.Health;

/// <summary>
/// Reports the configured sources from known state. Sources accept only people's credentials, so health cannot query them. The report counts all
/// sources and demo sources, and names recent failures and missing rights of logins. These are not faults of the app, so it stays ready.
/// </summary>
internal sealed class SourcesCheck(IConfiguration configuration, SourceWarnings warnings) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        try
        {
            using var sources = JsonDocument.Parse(configuration["ONBEHALF_SOURCES"] is { Length: > 0 } text ? text : "[]");
            var all = sources.RootElement.GetArrayLength();
            var demo = sources
                .RootElement.EnumerateArray()
                .Count(static source => source.TryGetProperty("demo", out var flag) && flag.ValueKind == JsonValueKind.True);
            return all == 0
                ? HealthCheckResult.Unhealthy("No source is configured.")
                : HealthCheckResult.Healthy(
                    (demo == 0 ? $"{all} configured" : $"{all} configured, {demo} for demonstration only") + Unreachable() + Unreadable() + Lacking());
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("ONBEHALF_SOURCES is not a JSON array of sources.");
        }
    }

    private string Unreachable() => warnings.Unreachable is { Count: > 0 } sources
        ? $"; not reachable when last asked, so answers based on them are locked: {string.Join(", ", sources)}"
        : "";

    private string Unreadable() => warnings.WithUnreadable is { Count: > 0 } sources
        ? $"; granted tables that cannot be read, so totals can lack their rows: {string.Join(", ", sources)}"
        : "";

    private string Lacking() =>
        warnings.WithoutLineage is > 0 and var logins
            ? $"; logins that may not create temporary views, so their answers are locked for everyone else: {logins} (GRANT TEMPORARY ON DATABASE; see their own access page)"
            : "";
}
