using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// <c>POST /api/automations/{id}/adopt</c>: creates the caller's own automation from the full text of another person's. It has no consents and no
/// past runs, and its own home thread and secrets.
/// </summary>
public sealed class AdoptAutomation(OwnAutomations own, Authoring authoring, FinishedAutomations finished, AutomationLimits limits, AutomationView view)
{
    [Function(nameof(AdoptAutomation))]
    [Person(Freshness.Now)]
    [Description("Agrees to an automation's full text as oneself: a new automation of the caller's; from the browser session only.")]
    [Takes(typeof(Adoption))]
    [Answers(201, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations/{id}/adopt")] HttpRequest request, string id) =>
        own.AsReaderAsync(request, id, async (me, automation, cancellation) =>
        {
            if (!request.Caller().MayConfirm)
                return await own.NeedsBrowserAsync(me, automation, "adopt", cancellation);
            if (!(await Body.ReadAsync<Adoption>(request)).Is(out var adoption, out var problem))
                return problem;
            if (await own.WhyLockedAsync(me, automation, "adopt", cancellation) is { } locked)
                return locked;
            if (await own.WhyNotLaterAsync(me, cancellation) is { } never)
                return never;
            var content = automation.Agreed ?? automation.Latest!;
            if (!Authoring.IsHash(content, adoption.ContentHash))
            {
                await own.DenyAsync(me, automation.Id.Value, "adopt", "content-changed", cancellation);
                return AgreeToAutomation.Changed();
            }

            await finished.TidyAsync(me, Act.Human, cancellation);
            var copy = content with { Consents = [], TextAuthors = [.. content.TextAuthors, new(automation.Author.Id.Value, automation.Author.Name)] };
            var adopted = await own.RecordAsync(
                me, automation.Id.Value, "adopt", new { adoption.ContentHash, from = automation.Author.Id.Value }, "too-many",
                () => authoring.CreateAsync(me, copy, null, agreed: true, CancellationToken.None), cancellation);
            return adopted is null ? StartAutomation.TooMany(limits) : HttpAnswer.Created(await view.OfAsync(me, adopted, request, cancellation));
        });
}

internal sealed record Adoption(string ContentHash);
