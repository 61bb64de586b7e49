using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Runs;

/// <summary><c>POST /api/runs/{id}/stop</c>: stops a run of the caller. Idempotent for an ended run.</summary>
public sealed class StopRun(RunView view)
{
    [Function(nameof(StopRun))]
    [Person(Freshness.Now)]
    [Description("Stops one of my autonomous runs.")]
    [Answers(202, typeof(RunBody))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/stop")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient durable)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (await view.FindAsync(request.Authority(), id, cancellation) is not { } run)
            return Problem.NotFound();
        if (run.IsLive)
            await durable.RaiseEventAsync(run.Id.Value, RunTurn.StopEvent, "stop", CancellationToken.None);
        return HttpAnswer.Accepted(await view.OfAsync(request.Authority(), run, withSteps: false, cancellation));
    }
}
