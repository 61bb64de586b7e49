using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Health;

/// <summary>Whether the model reads the text of PDFs. Files are attached and opened in any case, so the app is well without.</summary>
internal sealed class PdfCheck(PdfReports reports) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckResult.Healthy(await reports.LatestAsync());
}
