using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Runs;

/// <summary><c>GET /api/runs?automation=&amp;status=</c>: lists the caller's autonomous runs, newest first.</summary>
public sealed class ListRuns(RunStore runs, RunView view)
{
    [Function(nameof(ListRuns))]
    [Person(Freshness.Read)]
    [Description("My autonomous runs, the newest first; of one automation, or of one status.")]
    [Answers(200, typeof(Listing<RunBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs")] HttpRequest request)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (Wanted.Of(request.Query["automation"].ToString(), request.Query["status"].ToString()) is not { } wanted)
            return Problem.BadRequest("filter", "automation is an automation's id; status is running, waiting, parked, completed, refused, failed or stopped.");
        var (found, next) = await runs.ListAsync(request.Authority().Subject.Id, wanted.Matches, page.Continuation, page.Limit, cancellation);
        var bodies = await Task.WhenAll(found.Select(run => view.OfAsync(request.Authority(), run, withSteps: false, cancellation)));
        return HttpAnswer.List([.. bodies.Where(body => wanted.Status is null || body.Status == wanted.Status)], next);
    }

    /// <summary>The requested filter. A waiting run is stored as running; its turn distinguishes the two.</summary>
    private sealed record Wanted(AutomationId? Automation, string? Status, RunStatus? Stored)
    {
        public static Wanted? Of(string automation, string status)
        {
            AutomationId id = default;
            if (automation.Length > 0 && !AutomationId.TryParse(automation, out id))
                return null;
            RunStatus? stored = status is "" ? null : RunStatus.Running;
            if (status is not ("" or RunView.Waiting))
            {
                var known = Enum.GetValues<RunStatus>().Where(one => string.Equals(one.ToString(), status, StringComparison.OrdinalIgnoreCase)).ToArray();
                if (known is not [var only])
                    return null;
                stored = only;
            }

            return new(automation.Length > 0 ? id : null, status.Length > 0 ? status : null, stored);
        }

        public bool Matches(RunState run) => (Automation is not { } id || run.Id.Automation == id) && (Stored is not { } status || run.Status == status);
    }
}
