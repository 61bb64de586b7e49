using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Functions.Runs;

/// <summary><c>GET /api/runs/{id}</c>: one of my runs with its steps. Somebody else's, a guessed one and none at all are the same bytes.</summary>
public sealed class GetRun(Authorities authorities, RunView view)
{
    [Function(nameof(GetRun))]
    [Person]
    [Description("One of my autonomous runs, with its steps and what it waits for.")]
    [Answers(200, typeof(RunBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        return await authorities.ConfirmAsync(request.Caller().Subject, Freshness.Read, cancellation) switch
        {
            AuthorityResult.Refused refused => AuthorityProblem.Of(refused),
            AuthorityResult.Confirmed confirmed when await view.FindAsync(confirmed.Authority, id, cancellation) is { } run => HttpAnswer.Json(await view.OfAsync(run, withSteps: true, cancellation)),
            _ => Problem.NotFound(),
        };
    }
}
