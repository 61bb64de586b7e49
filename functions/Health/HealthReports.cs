using System.Reflection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Health;

/// <summary>Caches the latest health report, so that the checks run at most every five seconds.</summary>
public sealed class HealthReports(HealthCheckService checks, ConfirmationWindow window, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private static readonly string Version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    private readonly Lock _turn = new();
    private Task<HealthBody>? _latest;
    private long _madeAt;

    internal Task<HealthBody> LatestAsync()
    {
        lock (_turn)
        {
            if (_latest is null || time.GetElapsedTime(_madeAt) > Freshness)
                (_latest, _madeAt) = (MakeAsync(), time.GetTimestamp());
            return _latest;
        }
    }

    private async Task<HealthBody> MakeAsync()
    {
        // Each check has its own timeout. A disconnecting caller must not cancel the shared report.
        var report = await checks.CheckHealthAsync(CancellationToken.None);
        return new(
            Text(report.Status),
            Version,
            window.Seconds,
            report.Entries.ToDictionary(static entry => entry.Key, static entry => new CheckBody(Text(entry.Value.Status), entry.Value.Description)));
    }

    private static string Text(HealthStatus status) => status == HealthStatus.Healthy ? "ok" : "degraded";
}
