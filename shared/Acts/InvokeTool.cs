using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Onbehalf.Acts.Consents;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Mcp;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Acts;

/// <summary>
/// The policy enforcement point, the only place where a call is executed. It confirms the person at the directory, decides, writes the intent, acts
/// as the person, stores the result and writes the outcome. Without a recorded intent there is no act.
/// </summary>
public sealed partial class InvokeTool(
    Authorities authorities, PeopleStore people, ToolCatalog catalog, AuditTrail audit, RunGate runs, RunConnections connections,
    StandingConsents consents, Zones zones, ILogger<InvokeTool> log)
{
    private const int MaxReadAttempts = 4;

    private readonly DepartureCards _cards = new(people, catalog);
    private readonly CallRecords _records = new(catalog, zones);

    /// <summary>Whether a call needs a confirmation: it has a side effect, or it could send one zone's data to another.</summary>
    public bool NeedsConfirmation(string tool, JsonElement arguments, ImmutableArray<EvidencePiece> context) =>
        catalog.Find(tool) is { } found && NeedsConfirmation(found, arguments, context);

    public async Task<ToolOutcome> RunAsync(ToolRequest request, IResultStore kept, CancellationToken cancellation)
    {
        var tool = catalog.Find(request.Tool);
        using var span = ToolTrace.Execute(await _records.NamedAsync(request, cancellation), request);
        var freshness = tool is not null && !NeedsConfirmation(tool, request.Arguments, request.Evidence) ? Freshness.Read : Freshness.Now;
        var confirmed = await authorities.ConfirmAsync(request.Subject, freshness, cancellation);
        return (await DecideAsync(tool, confirmed, request, cancellation)) switch
        {
            Decision.Deny denied => await DenyOrRecordUnknownAsync(tool, request, denied, kept, cancellation),
            Decision.Hold held => await HoldOrRecordUnknownAsync(tool, request, held, kept, cancellation),
            Decision.Allow allowed => await ActAsync(tool!, allowed, request, kept, cancellation),
            _ => throw new InvalidOperationException("A decision is Allow, Deny or Hold."),
        };
    }

    /// <summary>
    /// Writes the outcome of a stored result again. The process may have crashed between storing the result and recording it. Idempotent.
    /// </summary>
    public async Task EnsureOutcomeAsync(ToolRequest request, ToolOutcome kept, CancellationToken cancellation)
    {
        if (kept.ActId is { } act && catalog.Find(request.Tool) is { } tool)
        {
            var entry = await _records.IntentAsync(request, tool.Describe(request.Arguments), cancellation);
            await audit.OutcomeAsync(CallRecords.Outcome(entry with { CallId = act }, kept), cancellation);
        }
    }

    /// <summary>Records that the outcome of a begun call is unknown. The caller has made sure that no instance is still executing it.</summary>
    public Task<ToolOutcome> RecordUnknownAsync(AuditRecord begun, IResultStore kept, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(begun);
        return UnknownAsync(begun.Entry, begun.Id.Value, kept, cancellation);
    }

    /// <summary>
    /// Draws the card of a side effect. The preview reads as the person, so it has an audit row of its own. In a run, a standing consent may cover
    /// the card; only this method decides that.
    /// </summary>
    public async Task<ToolAsk> PreviewAsync(ToolRequest request, IResultStore kept, CancellationToken cancellation)
    {
        var tool = catalog.Find(request.Tool);
        var confirmed = await authorities.ConfirmAsync(request.Subject, Freshness.Now, cancellation);
        var decision = await DecideAsync(tool, confirmed, request with { ConfirmedDigest = "" }, cancellation);
        if (decision is Decision.Hold held)
        {
            await HoldAsync(request, held, cancellation);
            return new ToolAsk.Held();
        }

        if (decision is not Decision.Allow { Authority: var authority, Run: var verdict })
        {
            await DenyAsync(request, (Decision.Deny)decision, kept, cancellation);
            return new ToolAsk.Settled();
        }

        var entry = await _records.IntentAsync(request, tool!.Describe(request.Arguments), cancellation);
        var row = await audit.RecordAsync(entry with { CallId = $"{request.CallId}.p", Reason = "preview" }, cancellation);
        var departure = Departure.Of(tool, request.Arguments, request.Evidence, zones);
        if (departure is not null && IsAskedFirst(tool, departure, request, verdict))
        {
            var asked = await AskUnlessAgreedAsync(
                verdict, request, authority, DepartureCards.Draw(authority, departure, tool, request.Arguments), departure, cancellation);
            return asked is ToolAsk.Ask ask ? ask with { IsBeforePreview = tool.Effect is not ToolEffect.Read } : asked;
        }

        var preview = tool.Refuses(request.Evidence) is { } why
            ? new ToolPreview.Refused(why) : await tool.PreviewAsync(authority, request.Arguments, cancellation);
        if (preview is ToolPreview.Ready ready)
            return (await AskUnlessAgreedAsync(verdict, request, authority, ready.Card, departure, cancellation)).WithShown(ready.Shows);
        if (preview is ToolPreview.Refused { Result: var result })
            await kept.KeepAndTellAsync(new(result, row.Id.Value, ToolOutcomeKind.Denied, entry.Resource!.Source), cancellation);
        else
            throw new InvalidOperationException($"{tool.Name} has a side effect and no preview.");
        return new ToolAsk.Settled();
    }

    /// <summary>
    /// Whether the first card shows the request alone. A read has no preview, and the preview of this change would query its source before the
    /// confirmation.
    /// </summary>
    private bool IsAskedFirst(ITool tool, Departure departure, ToolRequest request, RunVerdict.Good? verdict) =>
        tool.Effect is ToolEffect.Read
        || (tool.Describe(request.Arguments).IsPreviewSent
            && request.AgreedToSend != departure.Digest(request.Subject, tool.Name.Value, request.Arguments)
            && (verdict is null || !consents.LetFlow(verdict, request)));

    /// <summary>
    /// Asks the person unless a standing consent covers the card. A consent lists the allowed sources itself, so it is compared with the card without
    /// the origins.
    /// </summary>
    private async Task<ToolAsk> AskUnlessAgreedAsync(
        RunVerdict.Good? verdict, ToolRequest request, Authority authority, ConfirmationCard card, Departure? departure, CancellationToken cancellation)
    {
        if (verdict is not null && await consents.TakeAsync(verdict, request, card, departure, cancellation) is { } consent)
            return new ToolAsk.Agreed(card, consent);
        return new ToolAsk.Ask(await _cards.AddAsync(authority, card, departure, request, cancellation));
    }

    private bool NeedsConfirmation(ITool tool, JsonElement arguments, ImmutableArray<EvidencePiece> context) =>
        tool.Effect is not ToolEffect.Read || Departure.Of(tool, arguments, context, zones) is not null;

    private async Task<Decision> DecideAsync(ITool? tool, AuthorityResult confirmed, ToolRequest request, CancellationToken cancellation)
    {
        if (confirmed is AuthorityResult.Refused refused)
            return request.Run is null ? new Decision.Deny(refused.Code, refused.Reason) : new Decision.Hold(refused.Code);
        var authority = ((AuthorityResult.Confirmed)confirmed).Authority;
        RunVerdict.Good? verdict = null;
        if (request.Run is { } run)
        {
            switch (await runs.JudgeAsync(authority, run.Id, cancellation))
            {
                case RunVerdict.Lost lost:
                    return new Decision.Hold(lost.Code);
                case RunVerdict.Over over:
                    return new Decision.Hold(over.Code);
                case RunVerdict.Good { Automation: { State: AutomationState.Parked, Parked: var code } }:
                    return new Decision.Hold(code ?? "automation-parked");
                case RunVerdict.Good good:
                    verdict = good;
                    break;
            }
        }

        if (tool is null || request.Arguments.ValueKind != JsonValueKind.Object || !await tool.IsAvailableAsync(authority, cancellation)
            || (verdict is null && tool is IRunTool))
            return new Decision.Deny("tool-unavailable", "There is no such tool.");
        if (verdict is not null && !verdict.Agrees(tool))
            return new Decision.Deny("tool-not-agreed", "The person who set this run up has not agreed to this tool.");
        if (verdict is not null && await WhyNotConnectedAsync(tool, authority, cancellation) is { } missing)
            return new Decision.Hold(missing);
        if (request.ConfirmedDigest is null && NeedsConfirmation(tool, request.Arguments, request.Evidence))
            return new Decision.Deny("not-confirmed", "This waits for a confirmation.");
        if (request.Consent is not null && (verdict is null || !await consents.StillCoversAsync(verdict, request, cancellation)))
            return new Decision.Deny(RefusalCodes.Changed, "What was agreed to in advance does not cover this any more.");
        return new Decision.Allow(authority, verdict);
    }

    /// <summary>
    /// Denies a call, unless an earlier attempt has a recorded intent. That attempt's side effect may have happened, so the result is then the stored
    /// one or <c>UNKNOWN</c>.
    /// </summary>
    private async Task<ToolOutcome> DenyOrRecordUnknownAsync(
        ITool? tool, ToolRequest request, Decision.Deny denied, IResultStore kept, CancellationToken cancellation)
    {
        if (tool is null || request.ConfirmedDigest is null || await audit.FindIntentAsync(request.Subject.Id, request.CallId, cancellation) is not { } begun)
            return await DenyAsync(request, denied, kept, cancellation);
        return await kept.FindAsync(cancellation) ?? await RecordUnknownAsync(begun, kept, cancellation);
    }

    private Task<string?> WhyNotConnectedAsync(ITool tool, Authority authority, CancellationToken cancellation) =>
        tool is IConnectionTool { Connection: var connection } ? connections.WhyHeldAsync(authority, connection, cancellation) : Task.FromResult<string?>(null);

    /// <summary>
    /// Whether the recorded outcome says that the call was not executed because the person's grant was invalid. Such a call may be repeated.
    /// </summary>
    private async Task<bool> WasTurnedAwayAsync(ToolRequest request, string callId, CancellationToken cancellation) =>
        request.Run is not null
        && await audit.FindOutcomeAsync(request.Subject.Id, callId, cancellation) is { Entry.Reason: var reason }
        && RunReasons.ConnectionOf(reason) is not null;

    /// <summary>
    /// Holds a call without storing a result, so it is repeated when the run continues. If an earlier attempt has a recorded intent, its stored
    /// result or <c>UNKNOWN</c> is returned instead, except after a recorded refusal for a lost connection.
    /// </summary>
    private async Task<ToolOutcome> HoldOrRecordUnknownAsync(
        ITool? tool, ToolRequest request, Decision.Hold held, IResultStore kept, CancellationToken cancellation)
    {
        if (tool is not null && request.ConfirmedDigest is not null && await audit.FindIntentAsync(request.Subject.Id, request.CallId, cancellation) is not null
            && !await WasTurnedAwayAsync(request, request.CallId, cancellation))
            return await DenyOrRecordUnknownAsync(tool, request, new(held.Code, RunReasons.Sentence(held.Code)), kept, cancellation);
        var row = await HoldAsync(request, held, cancellation);
        return Held(request, held.Code, row.Id.Value);
    }

    private ToolOutcome Held(ToolRequest request, string code, string actId) =>
        new(new(ToolStatus.Refused, connections.Sentence(code), [], RefusalCode: code), actId, ToolOutcomeKind.Held, Name(request));

    private async Task<AuditReceipt> HoldAsync(ToolRequest request, Decision.Hold held, CancellationToken cancellation)
    {
        var entry = await _records.IntentAsync(request, null, cancellation);
        var row = await audit.RecordAsync(
            entry with { CallId = $"{request.CallId}.held-{held.Code}", Decision = AuditDecision.Denied, Reason = held.Code }, cancellation);
        if (RunReasons.ConnectionOf(held.Code) is not null)
            await connections.ParkAsync(request.Run!.Id, held.Code, cancellation);
        return row;
    }

    private async Task<ToolOutcome> DenyAsync(ToolRequest request, Decision.Deny denied, IResultStore kept, CancellationToken cancellation)
    {
        var entry = await _records.IntentAsync(request, null, cancellation);
        var row = await audit.RecordAsync(entry with { Decision = AuditDecision.Denied, Reason = denied.Code }, cancellation);
        var outcome = new ToolOutcome(
            new(ToolStatus.Refused, denied.Reason, [], RefusalCode: denied.Code), row.Id.Value, ToolOutcomeKind.Denied, Name(request));
        await kept.KeepAndTellAsync(outcome, cancellation);
        return outcome;
    }

    private async Task<ToolOutcome> ActAsync(ITool tool, Decision.Allow allowed, ToolRequest request, IResultStore kept, CancellationToken cancellation)
    {
        var intent = tool.Describe(request.Arguments);
        var entry = await _records.IntentAsync(request, intent, cancellation);
        var recorded = await audit.IntentAsync(entry, cancellation);
        for (var attempt = 2; recorded.AlreadyRecorded; attempt++)
        {
            if (await kept.FindAsync(cancellation) is { } before)
            {
                await EnsureOutcomeAsync(request, before, cancellation);
                return before;
            }

            // An intent without a stored result means that the process crashed in between. Only a read is executed again, as a new act.
            var isSafe = !NeedsConfirmation(tool, request.Arguments, request.Evidence) || await WasTurnedAwayAsync(request, entry.CallId, cancellation);
            if (!isSafe || attempt > MaxReadAttempts)
                return await UnknownAsync(entry, recorded.Id.Value, kept, cancellation);
            entry = entry with { CallId = $"{request.CallId}.{attempt}" };
            recorded = await audit.IntentAsync(entry, cancellation);
        }

        var permit = new Permit(allowed.Authority, tool.Name, request, allowed.Run, recorded);
        var result = StillConfirmed(tool, request) ? await tool.InvokeAsync(permit, request.Arguments, cancellation) : NotAsConfirmed(intent);
        if (request.Run is { Id: var run }
            && result.RefusalCode == RefusalCodes.Consent
            && await WhyNotConnectedAsync(tool, permit.Authority, cancellation) is { } code)
        {
            var held = Held(request, code, recorded.Id.Value);
            await audit.OutcomeAsync(CallRecords.Outcome(entry, held) with { Reason = code }, cancellation);
            await connections.ParkAsync(run, code, cancellation);
            return held;
        }

        var outcome = new ToolOutcome(result, recorded.Id.Value, ToolOutcomeKind.Acted, intent.Source, entry.CallId);
        return await FinishAsync(entry, outcome, kept, cancellation);
    }

    /// <summary>Compares the confirmed digest of a departure by a read. A tool with a side effect compares the digest of its own card itself.</summary>
    private bool StillConfirmed(ITool tool, ToolRequest request) =>
        tool.Effect is not ToolEffect.Read
        || Departure.Of(tool, request.Arguments, request.Evidence, zones) is not { } departure
        || departure.Digest(request.Subject, tool.Name.Value, request.Arguments) == request.ConfirmedDigest;

    private static ToolResult NotAsConfirmed(ToolIntent intent) =>
        new(ToolStatus.Refused, $"{RefusalCodes.Changed}: this is not what was confirmed.",
            [Touched.Unknown(intent.Source) with { CarriesData = false }], RefusalCode: RefusalCodes.Changed);

    private async Task<ToolOutcome> UnknownAsync(AuditEntry entry, string intentId, IResultStore kept, CancellationToken cancellation)
    {
        LogUnknown(log, entry.CallId);
        var outcome = new ToolOutcome(
            new(ToolStatus.Refused,
                "It is not known whether this was done: the app stopped while doing it. Please check at the source before asking again.",
                [], RefusalCode: "UNKNOWN"),
            intentId, ToolOutcomeKind.Unknown, entry.Resource!.Source, entry.CallId);
        return await FinishAsync(entry, outcome, kept, cancellation);
    }

    /// <summary>Stores the result, then records the outcome and tells the person at the same time.</summary>
    private async Task<ToolOutcome> FinishAsync(AuditEntry entry, ToolOutcome outcome, IResultStore kept, CancellationToken cancellation)
    {
        await kept.KeepAsync(outcome, cancellation);
        await Task.WhenAll(audit.OutcomeAsync(CallRecords.Outcome(entry, outcome), cancellation), kept.TellAsync(cancellation));
        return outcome;
    }

    private string Name(ToolRequest request) => catalog.Find(request.Tool)?.Name.Value ?? "unknown tool";

    [LoggerMessage(Level = LogLevel.Error, Message = "Tool call {CallId} has an intent and no outcome")]
    private static partial void LogUnknown(ILogger logger, string callId);
}
