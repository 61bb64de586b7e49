using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// <c>POST /api/automations/{id}/secret</c>: renews the signing secret. A generated secret is returned only in this response; a secret from the
/// sender is never returned. The previous secret remains valid for one day.
/// </summary>
public sealed class RenewSecret(OwnAutomations own, SigningSecrets secrets, AutomationView view)
{
    [Function(nameof(RenewSecret))]
    [Person(Freshness.Now)]
    [Description("Makes a new signing secret for an event trigger and shows it once, or takes the sender's own; its author, from the browser session only.")]
    [Takes(typeof(SendersSecret), IsOptional = true)]
    [Answers(200, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations/{id}/secret")] HttpRequest request, string id) =>
        own.AsAuthorInBrowserAsync(request, id, "secret", async (me, automation, cancellation) =>
        {
            if ((automation.Agreed ?? automation.Latest)!.Trigger is not Trigger.SignedEvent { Format: var format })
                return Problem.Conflict("no-events", "Only what an event wakes has a signing secret.");
            if (!request.HasJsonContentType())
                return await MakeAsync(me, automation, request, cancellation);
            if (!(await Body.ReadAsync<SendersSecret>(request)).Is(out var given, out var problem))
                return problem;
            return given.Secret?.Trim() is not { Length: > 0 } secret ? await MakeAsync(me, automation, request, cancellation)
                : SigningSecrets.WhyNot(format, secret) is { } why ? Problem.BadRequest("secret", why)
                : await TakeAsync(me, automation, secret, request, cancellation);
        });

    private async Task<IResult> MakeAsync(Authority me, Automation automation, HttpRequest request, CancellationToken cancellation)
    {
        var shown = await view.OfAsync(me, automation, request, cancellation);
        var secret = await own.RecordAsync(
            me,
            automation.Id.Value,
            "secret",
            null,
            "not-kept",
            async () => await secrets.RenewAsync(me.Subject, automation.Id, CancellationToken.None),
            cancellation);
        return HttpAnswer.Json(shown with { Trigger = shown.Trigger with { SecretShownOnce = secret!.Reveal() } });
    }

    private async Task<IResult> TakeAsync(Authority me, Automation automation, string secret, HttpRequest request, CancellationToken cancellation)
    {
        await own.RecordAsync(
            me, automation.Id.Value, "secret", new { from = "sender" }, "not-kept",
            async () =>
            {
                await secrets.TakeAsync(me.Subject, automation.Id, secret, CancellationToken.None);
                return automation;
            },
            cancellation);
        return HttpAnswer.Json(await view.OfAsync(me, automation, request, cancellation));
    }
}

/// <param name="Secret">The secret that the sender generated. If omitted, the server generates one.</param>
internal sealed record SendersSecret(string? Secret = null);
