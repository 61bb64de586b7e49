using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Audit;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

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
