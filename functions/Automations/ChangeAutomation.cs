using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// <c>PATCH /api/automations/{id}</c>: changes an automation. The author's change takes effect when they agree; another person's change is a
/// proposal. The agreed content runs until then.
/// </summary>
public sealed class ChangeAutomation(
    OwnAutomations own,
    AutomationStore store,
    ContentReader reader,
    Authoring authoring,
    AutomationView view,
    InboxItems inbox,
    MySlackLink slack,
    TimeProvider time)
{
    [Function(nameof(ChangeAutomation))]
    [Person(Freshness.Now)]
    [Description("Changes an automation: a draft by its author, a proposal (202) by anybody else who may read it.")]
    [Takes(typeof(AutomationChange))]
    [Answers(200, typeof(AutomationBody))]
    [Answers(202, typeof(AutomationBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/automations/{id}")] HttpRequest request, string id) =>
        own.AsReaderAsync(request, id, async (me, automation, cancellation) =>
        {
            if (!(await Body.ReadAsync<AutomationChange>(request)).Is(out var change, out var problem))
                return problem;
            var mine = OwnAutomations.IsMine(me, automation);
            if (!(mine && change.IsWithoutText) && await own.WhyLockedAsync(me, automation, "change", cancellation) is { } locked)
                return locked;
            // An unchanged text is not read again: its time may have passed since, and its author may end its sharing all the same.
            var read = mine && change.IsWithoutText
                ? new ContentResult.Ready(automation.Latest!)
                : reader.Read(change.Of(mine ? automation.Latest! : automation.Agreed ?? automation.Latest!));
            return read switch
            {
                ContentResult.Refused(var slug, var sentence) => Problem.BadRequest(slug, sentence),
                ContentResult.Ready(var content) when mine => await DraftAsync(me, automation, content, change, request, cancellation),
                ContentResult.Ready(var content) => await ProposeAsync(me, automation, content, request, cancellation),
                var other => throw new InvalidOperationException(other.GetType().Name),
            };
        });

    private async Task<IResult> DraftAsync(
        Authority me, Automation automation, AutomationContent content, AutomationChange change, HttpRequest request, CancellationToken cancellation)
    {
        var sharedWith = change.SharedWith;
        ThreadId? thread = ThreadId.TryParse(sharedWith, out var parsed) ? parsed : null;
        if (!string.IsNullOrEmpty(sharedWith) && (thread is null || !await own.MayReadThreadAsync(me, parsed, cancellation)))
            return Problem.NotFound();
        if (change.Slack is true && !await slack.IsLinkedAsync(me, cancellation))
            return MySlackLink.NotLinked();
        var changed = await own.RecordAsync(
            me, automation.Id.Value, "change", new { contentHash = ContentHash.Of(content), sharedWith, slack = change.Slack }, "ended",
            async () => (sharedWith is not null && await authoring.ShareAsync(me, automation, thread, CancellationToken.None) is null)
                || (change.Slack is { } toSlack && await authoring.DeliverAsync(me, automation, toSlack, CancellationToken.None) is null)
                ? null
                : await authoring.ChangeAsync(me, automation, content, CancellationToken.None),
            cancellation);
        return changed is null ? Problem.NotFound() : HttpAnswer.Json(await view.OfAsync(me, changed, request, cancellation));
    }

    private async Task<IResult> ProposeAsync(
        Authority me, Automation automation, AutomationContent content, HttpRequest request, CancellationToken cancellation)
    {
        if ((await store.ProposalsAsync(automation, cancellation)).Length >= AutomationLimits.MostProposals)
            return Problem.Conflict("too-many-proposals", $"{AutomationLimits.MostProposals} proposals wait for its author already.");
        var proposal = new Proposal(
            ProposalId.New(), me.Subject, time.GetUtcNow(), content with { Evidence = automation.Evidence });
        await own.RecordAsync(
            me, automation.Id.Value, "propose", new { proposal = proposal.Id.Value, contentHash = ContentHash.Of(content) }, "not-kept",
            async () =>
            {
                await store.ProposeAsync(automation, proposal, CancellationToken.None);
                var title = (automation.Agreed ?? automation.Latest)?.PlainTitle(automation.CreatedAt) ?? "";
                await inbox.PutAsync(
                    automation.Author.Id, InboxItem.Proposal(automation.Id, proposal.Id.Value, title, me.Subject.Name, proposal.At), CancellationToken.None);
                return proposal;
            },
            cancellation);
        return HttpAnswer.Accepted(await view.OfAsync(me, automation, request, cancellation));
    }
}

/// <summary>
/// A change; omitted members stay unchanged. Only the author may set <c>SharedWith</c> and <c>Slack</c>. An empty <c>SharedWith</c> ends the
/// sharing. With <c>Slack</c>, results also go to the author's direct messages there.
/// </summary>
internal sealed record AutomationChange(
    string? Title = null,
    string? Prompt = null,
    WantedTrigger? Trigger = null,
    IReadOnlyList<string>? Tools = null,
    IReadOnlyList<WantedConsent>? Consents = null,
    string? SharedWith = null,
    bool? Slack = null)
{
    /// <summary>Whether it only ends the sharing or sets the delivery. Its author may do that without seeing the content.</summary>
    internal bool IsWithoutText =>
        this is { Title: null, Prompt: null, Trigger: null, Tools: null, Consents: null, SharedWith: null or "" } and not { SharedWith: null, Slack: null };

    public WantedContent Of(AutomationContent content)
    {
        var before = WantedContent.Of(content);
        return new(Title ?? before.Title, Prompt ?? before.Prompt, Trigger ?? before.Trigger, Tools ?? before.Tools, Consents ?? before.Consents);
    }
}
