using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Health;

/// <summary>Lists every configured identity provider, with the reason if one is unusable. The log has the addresses.</summary>
internal sealed class IssuersCheck(TrustedIssuers issuers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = await issuers.ReportAsync().WaitAsync(cancellationToken);
        if (all.Count == 0)
            return HealthCheckResult.Unhealthy("No identity provider is configured: nobody can sign in (ONBEHALF_ISSUERS).");
        var note = string.Join("; ", all.Select(static issuer => issuer.Trouble is null ? issuer.Id : $"{issuer.Id} cannot be used: {issuer.Trouble}"));
        return all.All(static issuer => issuer.Trouble is null) ? HealthCheckResult.Healthy(note) : HealthCheckResult.Unhealthy(note);
    }
}
