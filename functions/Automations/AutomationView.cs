using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Onbehalf.Acts.Consents;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Runs;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Automations;

/// <summary>Builds the response body of an automation for a reader.</summary>
public sealed class AutomationView(
    OwnAutomations own, AutomationStore store, ConsentUses uses, RefusedEvents refused, RunConnections connections, PublicOrigin origin, TimeProvider time)
{
    private const string EventKind = "event";

    /// <summary>Returns the body for the automation's own page. For its author it includes the last refused event.</summary>
    internal async Task<AutomationBody> OfAsync(Authority viewer, Automation automation, HttpRequest request, CancellationToken cancellation)
    {
        var body = await InListAsync(viewer, automation, request, cancellation);
        return body is { Mine: true, Trigger.Kind: EventKind } && await refused.LastAsync(automation.Id, cancellation) is var (reason, at)
            ? body with { LastRefusedEvent = new(reason, RefusedEvents.Sentence(reason), at) }
            : body;
    }

    internal async Task<AutomationBody> InListAsync(Authority viewer, Automation automation, HttpRequest request, CancellationToken cancellation)
    {
        var mine = OwnAutomations.IsMine(viewer, automation);
        if (!await own.IsOpenAsync(viewer, automation, cancellation))
            return Locked(automation, mine);
        var content = automation.Agreed ?? automation.Latest!;
        var shown = Content(automation, content, mine, request);
        var proposals = await store.ProposalsAsync(automation, cancellation);
        return new(
            automation.Id,
            shown.Title,
            PersonBody.Of(automation.Author),
            mine,
            automation.State,
            shown.Trigger,
            shown.Prompt,
            shown.Tools,
            mine && automation.Agreed is not null ? await UsedAsync(automation.Id, content, cancellation) : shown.Consents,
            shown.ContentHash,
            [.. proposals.Where(p => mine || p.By.Id == viewer.Subject.Id).Select(p => Proposal(automation, p, request))],
            automation.Agreed is null ? null : shown.ContentHash,
            automation.AgreedAt,
            Parked(automation),
            mine && automation is { Agreed: not null, Draft: { } draft } ? Content(automation, draft, mine, request) : null,
            automation.NextDue,
            mine && automation.LastRun is { } last ? new(last.Id, last.Status, last.At) : null,
            mine ? automation.Home : null,
            automation.SharedWith,
            Slack: mine && automation.DeliversToSlack ? true : null);
    }

    /// <summary>What is left without the content. Its hash and its times are left out too, because they would confirm a guess.</summary>
    private AutomationBody Locked(Automation automation, bool mine) => new(
        automation.Id,
        automation.Latest!.PlainTitle(automation.CreatedAt),
        PersonBody.Of(automation.Author),
        mine,
        automation.State,
        new("locked", "locked"),
        "",
        [],
        [],
        "",
        [],
        AgreedAt: automation.AgreedAt,
        Parked: Parked(automation),
        LastRun: mine && automation.LastRun is { } last ? new(last.Id, last.Status, last.At) : null,
        ThreadId: mine ? automation.Home : null,
        SharedWith: automation.SharedWith,
        Slack: mine && automation.DeliversToSlack ? true : null,
        Locked: true);

    private ParkedBody? Parked(Automation automation) => automation.State is AutomationState.Parked
        ? new(automation.Parked ?? "", connections.Sentence(automation.Parked ?? ""), automation.ParkedAt ?? automation.CreatedAt)
        : null;

    private ContentBody Content(Automation automation, AutomationContent content, bool mine, HttpRequest request) => new(
            content.Title,
            Trigger(automation, content.Trigger, mine, request) with { Next = ExplainSchedule.Next(content.Trigger, time.GetUtcNow()) },
            content.Prompt,
            content.Tools,
            Consents(content),
            ContentHash.Of(content));

    private ProposalBody Proposal(Automation automation, Proposal proposal, HttpRequest request)
    {
        var content = Content(automation, proposal.Content, mine: false, request);
        return new(
            proposal.Id,
            PersonBody.Of(proposal.By),
            proposal.At,
            content.Title,
            content.Trigger,
            content.Prompt,
            content.Tools,
            content.Consents,
            content.ContentHash);
    }

    private TriggerBody Trigger(Automation automation, Trigger trigger, bool mine, HttpRequest request) =>
        trigger switch
        {
            Trigger.Schedule schedule => new(
                "schedule", TriggerWords.Schedule(schedule.Cron, schedule.Cycle), schedule.Cron, schedule.TimeZone, Cycle: schedule.Cycle),
            Trigger.Once once => new("once", TriggerWords.Once(once), TimeZone: once.TimeZone, At: once.At),
            Trigger.SignedEvent signed => new(
                EventKind,
                TriggerWords.Of(signed),
                Format: signed.Format,
                Url: mine
                    ? origin.Of(request) is { } here
                        ? $"{PublicOrigin.Text(here)}/api/webhooks/in/{automation.Id}"
                        : null
                    : null),
            Trigger.Rule rule => new("rule", TriggerWords.Of(rule), rule.Cron, rule.TimeZone, Source: rule.Source, Sql: rule.Sql, Condition: rule.Condition),
            _ => throw new InvalidOperationException($"No such trigger: {trigger.GetType().Name}."),
        };

    private static IReadOnlyList<ConsentBody> Consents(AutomationContent content) => [.. content.Consents.Select(static c => Consent(c, null))];

    private static ConsentBody Consent(StandingConsent consent, int? used) =>
        new(consent.Id, consent.Tool, consent.Target, consent.Fields, consent.Sources, consent.Audience, consent.Total, used, consent.Until);

    private async Task<IReadOnlyList<ConsentBody>> UsedAsync(AutomationId id, AutomationContent content, CancellationToken cancellation)
    {
        var shown = ImmutableArray.CreateBuilder<ConsentBody>();
        foreach (var consent in content.Consents)
            shown.Add(Consent(consent, await uses.CountAsync(id, consent, cancellation)));
        return shown.ToImmutable();
    }
}
