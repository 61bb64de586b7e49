using Azure.Data.Tables;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Storage;

namespace Onbehalf.Functions.Health;

internal sealed class TablesCheck(Tables tables) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthRegistration.ProbeAsync(
            () => tables.People.GetEntityIfExistsAsync<TableEntity>("health", "probe", cancellationToken: cancellationToken),
            "The table store does not answer.");
}
