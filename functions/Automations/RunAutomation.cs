using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Automations;

/// <summary><c>POST /api/automations/{id}/run</c>: starts one run of the agreed content now.</summary>
public sealed class RunAutomation(OwnAutomations own, RunStart runs, StartRate rate, TimeProvider time)
{
    [Function(nameof(RunAutomation))]
    [Person(Freshness.Now)]
    [Description("Runs an automation once, now; its author only.")]
    [Answers(202, typeof(StartedRun))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations/{id}/run")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient durable) =>
        own.AsAuthorAsync(
            request,
            id,
            "run",
            async (me, automation, cancellation) =>
            {
                if (automation.State is not AutomationState.Active)
                    return Problem.Conflict("not-active", "Only an active automation runs: agree to it or resume it first.");
                if (await own.WhyLockedAsync(me, automation, "run", cancellation) is { } locked)
                    return locked;
                if (await rate.RefusesAsync(me.Subject.Id, cancellation) is { } wait)
                    return Problem.TooMany(rate.Sentence, wait);
                var now = time.GetUtcNow();
                var started = await own.RecordAsync(
                    me,
                    automation.Id.Value,
                    "run",
                    null,
                    "not-agreed",
                    async () =>
                        await runs.BeginAsync(
                            durable, automation, new Occasion($"hand:{Guid.NewGuid():N}", OccasionKind.Hand, now, null), CancellationToken.None)
                            is { } run
                            ? new StartedRun(run, automation.Home)
                            : null,
                    cancellation);
                return started is null ? AgreeToAutomation.Changed() : HttpAnswer.Accepted(started);
            });
}

internal sealed record StartedRun(RunId RunId, ThreadId ThreadId);
