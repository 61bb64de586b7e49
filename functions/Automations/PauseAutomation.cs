using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Automations;

/// <summary><c>POST /api/automations/{id}/pause</c>: pauses an automation until its author resumes it.</summary>
public sealed class PauseAutomation(OwnAutomations own, Authoring authoring, AutomationView view)
{
    [Function(nameof(PauseAutomation))]
    [Person(Freshness.Now)]
    [Description("Pauses an automation; its author only.")]
    [Answers(200, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations/{id}/pause")] HttpRequest request, string id) =>
        own.AsAuthorAsync(
            request,
            id,
            "pause",
            async (me, automation, cancellation) =>
                await own.RecordAsync(
                    me, automation.Id.Value, "pause", null, "not-active", () => authoring.PauseAsync(me, automation, CancellationToken.None), cancellation)
                    is { } paused
                    ? HttpAnswer.Json(await view.OfAsync(me, paused, request, cancellation))
                    : Problem.Conflict("not-active", "Only an automation that is active can be paused."));
}
