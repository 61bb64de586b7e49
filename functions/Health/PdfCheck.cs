using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Health;

/// <summary>Reports whether the model can read the text of PDFs. Always healthy, because attaching and opening files does not depend on it.</summary>
internal sealed class PdfCheck(PdfReports reports) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckResult.Healthy(await reports.LatestAsync());
}
