using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Automations;

/// <summary><c>GET /api/automations/{id}</c>: returns an automation to its author, and to members of the thread it is shared with.</summary>
public sealed class GetAutomation(OwnAutomations own, AutomationView view)
{
    [Function(nameof(GetAutomation))]
    [Person(Freshness.Read)]
    [Description("One automation: what it says, and when it wakes next.")]
    [Answers(200, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/automations/{id}")] HttpRequest request, string id) =>
        own.AsReaderAsync(request, id, async (me, automation, cancellation) => HttpAnswer.Json(await view.OfAsync(me, automation, request, cancellation)));
}
