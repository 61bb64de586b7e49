using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Functions.Health;

/// <summary>
/// Checks the vault by reading a secret that cannot exist. The answer "not found" proves that the vault responds and grants access.
/// </summary>
internal sealed class VaultCheck(PersonSecrets secrets) : IHealthCheck
{
    private static readonly SubjectId Nobody = SubjectId.Of("health", null, "probe");

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthRegistration.ProbeAsync(
            () => secrets.ReadAsync(Nobody, new SecretPurpose("probe"), cancellationToken),
            "The vault does not answer.");
}
