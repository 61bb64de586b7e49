using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// <c>POST /api/automations/{id}/agree</c>: records the author's agreement to exactly this content, their own or proposed, from their browser
/// session. The automation then runs with the author's identity.
/// </summary>
public sealed class AgreeToAutomation(OwnAutomations own, Authoring authoring, AutomationLimits limits, AutomationView view, InboxItems inbox)
{
    [Function(nameof(AgreeToAutomation))]
    [Person(Freshness.Now)]
    [Description("The author's agreement to exactly this content; from the browser session only.")]
    [Takes(typeof(Agreement))]
    [Answers(200, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations/{id}/agree")] HttpRequest request, string id) =>
        own.AsAuthorInBrowserAsync(request, id, "agree", async (me, automation, cancellation) =>
        {
            if (!(await Body.ReadAsync<Agreement>(request)).Is(out var agreement, out var problem))
                return problem;
            if (await own.WhyLockedAsync(me, automation, "agree", cancellation) is { } locked)
                return locked;
            if (await own.WhyNotLaterAsync(me, cancellation) is { } never)
                return never;
            ProposalId? proposal = ProposalId.TryParse(agreement.ProposalId, out var parsed) ? parsed : null;
            if (agreement.ProposalId is not null && proposal is null)
                return Problem.BadRequest("proposal", "There is no such proposal.");
            if (automation.State is AutomationState.Finished && !await authoring.HasRoomAsync(me, cancellation))
            {
                await own.DenyAsync(me, automation.Id.Value, "agree", "too-many", cancellation);
                return StartAutomation.TooMany(limits);
            }

            var agreed = await own.RecordAsync(
                me, automation.Id.Value, "agree", new { agreement.ContentHash, agreement.ProposalId }, "content-changed",
                () => authoring.AgreeAsync(me, automation, agreement.ContentHash, proposal, CancellationToken.None), cancellation);
            if (agreed is not null && proposal is { } taken)
                await inbox.RemoveAsync(me.Subject.Id, InboxItem.OfProposal(automation.Id, taken.Value), CancellationToken.None);
            return agreed is null ? Changed() : HttpAnswer.Json(await view.OfAsync(me, agreed, request, cancellation));
        });

    internal static Problem Changed() =>
        Problem.Conflict("content-changed", "This is not what it says any more, or it could not run any more. Please read it again.");
}

internal sealed record Agreement(string ContentHash, string? ProposalId = null);
