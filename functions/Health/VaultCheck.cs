using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Functions.Health;

/// <summary>Reads a secret that nobody can have: "not there" proves that the vault answers and lets us in.</summary>
internal sealed class VaultCheck(PersonSecrets secrets) : IHealthCheck
{
    private static readonly SubjectId Nobody = SubjectId.Of("health", null, "probe");

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthRegistration.ProbeAsync(
            () => secrets.ReadAsync(Nobody, new ConnectionName("probe"), cancellationToken),
            "The vault does not answer.");
}
