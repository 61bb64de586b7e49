using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Automations;

/// <summary><c>POST /api/automations/{id}/resume</c>: resumes a paused or parked automation with its agreed content.</summary>
public sealed class ResumeAutomation(OwnAutomations own, Authoring authoring, AutomationView view)
{
    [Function(nameof(ResumeAutomation))]
    [Person(Freshness.Now)]
    [Description("Resumes a paused or parked automation; its author only.")]
    [Answers(200, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations/{id}/resume")] HttpRequest request, string id) =>
        own.AsAuthorAsync(
            request,
            id,
            "resume",
            async (me, automation, cancellation) =>
                await own.WhyNotLaterAsync(me, cancellation) is { } never ? never
                : await own.WhyLockedAsync(me, automation, "resume", cancellation) is { } locked ? locked
                : await own.RecordAsync(
                    me, automation.Id.Value, "resume", null, "not-paused", () => authoring.ResumeAsync(me, automation, CancellationToken.None), cancellation)
                    is { } resumed
                    ? HttpAnswer.Json(await view.OfAsync(me, resumed, request, cancellation))
                : Problem.Conflict("not-paused", "It waits for you to agree to what it says."));
}
