using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Health;

public sealed class GetHealth(HealthReports reports)
{
    [Function(nameof(GetHealth))]
    [Public]
    [Description("Whether the app and what it stands on are well. Always 200; the status says more.")]
    [Answers(200, typeof(HealthBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request) =>
        HttpAnswer.Json(await reports.LatestAsync());
}
