using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Runs;

/// <summary><c>GET /api/runs/{id}</c>: one of my runs with its steps. Somebody else's, a guessed one and none at all are the same bytes.</summary>
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
            ? HttpAnswer.Json(await view.OfAsync(run, withSteps: true, cancellation))
            : Problem.NotFound();
    }
}
