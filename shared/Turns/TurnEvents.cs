using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>Sends events about a turn to its speaker only.</summary>
public sealed class TurnEvents(EventLog log, InboxItems inbox, TurnCache memory, Pulses pulses, TimeProvider time)
{
    internal async Task SteppedAsync(TurnState turn, TurnStep step, CancellationToken cancellation)
    {
        await log.AppendAsync(turn.Thread, [StepEvent(turn, step)], cancellation);
        memory.TellStreams(turn, pulses);
    }

    internal Task AskedAsync(TurnState turn, TurnStep step, PendingConfirmation pending, CancellationToken cancellation)
    {
        var asked = ThreadEvent.Confirmation(turn.Id, turn.Speaker.Id, Json(WireConfirmation.Of(turn.Id, pending)), pending.Evidence);
        return log.AppendAsync(turn.Thread, [StepEvent(turn, step), asked], cancellation);
    }

    /// <summary>Adds the question to the speaker's inbox. It is removed when it is decided, when it expires, or when its turn ends.</summary>
    internal Task RemindAsync(TurnState turn, PendingConfirmation pending, CancellationToken cancellation) => inbox.PutAsync(
        turn.Speaker.Id, InboxItem.Confirmation(turn.Id, pending.CallId, pending.Card.Title, time.GetUtcNow(), pending.Expires), cancellation);

    /// <param name="evidence">The evidence of everything that the model reads in this call.</param>
    internal TokenStream StreamTo(TurnState turn, int modelCall, ImmutableArray<EvidencePiece> evidence) =>
        new(log, memory, pulses, turn, modelCall, evidence, time);

    private static ThreadEvent StepEvent(TurnState turn, TurnStep step) => ThreadEvent.Step(turn.Id, turn.Speaker.Id, Json(WireStep.Of(turn.Id, step, null)));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, TurnJson.Options);
}

/// <summary>A call of a turn as the model requested it, with the evidence and text authors of its context.</summary>
internal sealed record TurnCall(
    CallId Id, RequestedCall Requested, JsonElement Arguments, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    public static async Task<TurnCall> ReadAsync(WorkingSet workingSet, TurnState turn, string callId, CancellationToken cancellation)
    {
        if (!CallId.TryParse(callId, turn.Id, out var id))
            throw new InvalidOperationException($"{callId} is no call of turn {turn.Id}.");
        var answer = await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(id.ModelCall), cancellation)
            ?? throw new InvalidOperationException($"The model never asked for {callId}.");
        var requested = answer.Calls[id.Position];
        return new(id, requested, requested.Parse(), answer.Evidence, answer.TextAuthors);
    }
}

/// <summary>Reads and settles the calls of a turn: the requests, their outcomes and their storage.</summary>
public sealed class TurnCalls(WorkingSet workingSet, TurnEvents events, TimeProvider time)
{
    internal const string Declined = "DECLINED";
    internal const string Expired = "EXPIRED";

    internal Task<TurnCall> ReadAsync(TurnState turn, string callId, CancellationToken cancellation) =>
        TurnCall.ReadAsync(workingSet, turn, callId, cancellation);

    /// <summary>Returns the outcome that an earlier attempt stored.</summary>
    internal async Task<ToolOutcome?> DoneAsync(TurnState turn, TurnCall call, CancellationToken cancellation) =>
        (await workingSet.ReadAsync<StoredResult>(turn, StoredResult.Key(call.Id), cancellation))?.Outcome;

    /// <summary>Creates the tool request. Each question to the person is a separate act in the audit trail.</summary>
    internal static ToolRequest Request(TurnState turn, TurnCall call, int ask, string? digest, string? consent = null)
    {
        var callId = ask == 0 ? call.Id.Value : string.Create(CultureInfo.InvariantCulture, $"{call.Id}.a{ask}");
        var act = turn.Run is null ? Act.AgentAttended : Act.AgentUnattended;
        var run = turn.Run is { } id ? new RunCall(id, turn.Speaker.Id, call.Id.Value) { Chain = turn.Chain } : null;
        return new(turn.Speaker, callId, call.Requested.Tool, call.Arguments, act, turn.Thread.Value, turn.Id.Value, call.TextAuthors, digest, run, consent)
        {
            Evidence = call.Evidence,
        };
    }

    internal IResultStore Keeper(TurnState turn, TurnCall call, int ask) => new WorkingSetResults(workingSet, events, turn, call, ask, time);

    /// <summary>Ends a call without execution: declined, expired, too large for a card, or changed faster than the person could answer.</summary>
    internal async Task SettleAsync(TurnState turn, TurnCall call, StepStatus status, CancellationToken cancellation)
    {
        var sentence = status switch
        {
            StepStatus.Declined => "The person declined. Nothing was changed.",
            StepStatus.Failed =>
                "This is more than one card can show, so nobody can say yes to it. Nothing was changed: the person can make this change by hand.",
            StepStatus.Expired => turn.Run is null
                ? "The card expired before it was answered. Nothing was done: ask again to get a new card."
                : "The card expired before it was answered. Nothing was done: run it again to get a new card.",
            _ => "What was to be changed kept changing underneath. Nothing was changed.",
        };
        var result = new ToolResult(ToolStatus.Refused, sentence, ImmutableArray<Evidence.Touched>.Empty, RefusalCode: status.ToString().ToUpperInvariant());
        var step = new TurnStep(call.Id.Value, call.Requested.Tool, call.Requested.Tool, status, time.GetUtcNow());
        if (await workingSet.WriteAsync(
                turn, StoredResult.Key(call.Id), new StoredResult(new(result, null, ToolOutcomeKind.Denied, call.Requested.Tool), step.At), step, cancellation))
            await events.SteppedAsync(turn, step, cancellation);
    }
}

/// <summary>Stores a call's result in its turn's working set, with the step for its speaker.</summary>
internal sealed class WorkingSetResults(WorkingSet workingSet, TurnEvents events, TurnState turn, TurnCall call, int ask, TimeProvider time) : IResultStore
{
    private TurnStep? _untold;

    public async Task<ToolOutcome?> FindAsync(CancellationToken cancellation) =>
        (await workingSet.ReadStoredAsync<StoredResult>(turn, StoredResult.Key(call.Id), cancellation)
            ?? await workingSet.ReadAsync<StoredResult>(turn, ChangedKey, cancellation))?.Outcome;

    public async Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation)
    {
        var changed = outcome.Result.RefusalCode == RefusalCodes.Changed;
        var step = new TurnStep(
            call.Id.Value, call.Requested.Tool, outcome.Source, Status(outcome), time.GetUtcNow(), outcome.AuditId, outcome.Result.RefusalCode);
        if (await workingSet.WriteAsync(turn, changed ? ChangedKey : StoredResult.Key(call.Id), new StoredResult(outcome, step.At), step, cancellation))
            _untold = step;
    }

    public Task TellAsync(CancellationToken cancellation) => _untold is { } step ? events.SteppedAsync(turn, step, cancellation) : Task.CompletedTask;

    private string ChangedKey => string.Create(CultureInfo.InvariantCulture, $"changed-{call.Id}-{ask}");

    public static StepStatus Status(ToolOutcome outcome) => (outcome.Kind, outcome.Result.Status) switch
    {
        (ToolOutcomeKind.Unknown, _) => StepStatus.Unknown,
        (_, ToolStatus.Succeeded) => StepStatus.Succeeded,
        (_, ToolStatus.Refused) => StepStatus.Refused,
        (_, ToolStatus.Failed) => StepStatus.Failed,
        var (kind, status) => throw new InvalidOperationException($"No step status for {kind}, {status}."),
    };
}
