using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Automations;

/// <summary><c>POST /api/automations/{id}/secret</c>: a new signing secret, shown in this answer and nowhere else. The one before is good for a day.</summary>
public sealed class RenewSecret(OwnAutomations own, SigningSecrets secrets, AutomationView view)
{
    [Function(nameof(RenewSecret))]
    [Person(Freshness.Now)]
    [Description("Makes a new signing secret for an event trigger and shows it once; its author, from the browser session only.")]
    [Answers(200, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations/{id}/secret")] HttpRequest request, string id) =>
        own.AsAuthorInBrowserAsync(request, id, "secret", async (me, automation, cancellation) =>
        {
            if ((automation.Agreed ?? automation.Latest)!.Trigger is not Trigger.SignedEvent)
                return Problem.Conflict("no-events", "Only what an event wakes has a signing secret.");
            var shown = await view.OfAsync(me, automation, request, cancellation);
            var secret = await own.RecordAsync(me, automation.Id.Value, "secret", null, "not-kept", async () => await secrets.RenewAsync(me.Subject, automation.Id, CancellationToken.None), cancellation);
            return HttpAnswer.Json(shown with { Trigger = shown.Trigger with { SecretShownOnce = secret!.Reveal() } });
        });
}
