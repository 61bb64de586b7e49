using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Health;

/// <summary>The readiness probe, for gateways that evaluate only the status code. <see cref="GetHealth"/> is the liveness probe.</summary>
public sealed class GetReadiness(HealthReports reports)
{
    [Function(nameof(GetReadiness))]
    [Public]
    [Description("The same report as health, with status 503 while anything the app stands on is not well.")]
    [Answers(200, typeof(HealthBody))]
    [Answers(503, typeof(HealthBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/ready")] HttpRequest request)
    {
        var report = await reports.LatestAsync();
        return report.Status == "ok" ? HttpAnswer.Json(report) : HttpAnswer.Unwell(report);
    }
}
