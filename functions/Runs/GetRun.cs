using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Runs;

/// <summary>
/// <c>GET /api/runs/{id}</c>: returns one of the caller's runs with its steps. Another person's run and an unknown id get identical responses.
/// </summary>
public sealed class GetRun(RunView view)
{
    [Function(nameof(GetRun))]
    [Person(Freshness.Read)]
    [Description("One of my autonomous runs, with its steps and what it waits for.")]
    [Answers(200, typeof(RunBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        return await view.FindAsync(request.Authority(), id, cancellation) is { } run
            ? HttpAnswer.Json(await view.OfAsync(request.Authority(), run, withSteps: true, cancellation))
            : Problem.NotFound();
    }
}
