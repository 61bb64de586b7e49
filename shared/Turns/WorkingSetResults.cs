using System.Globalization;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>Stores a call's result in its turn's working set, with the step for its speaker.</summary>
internal sealed class WorkingSetResults(WorkingSet workingSet, TurnEvents events, TurnState turn, TurnCall call, int ask, TimeProvider time) : IResultStore
{
    public async Task<ToolOutcome?> FindAsync(CancellationToken cancellation) =>
        (await workingSet.ReadStoredAsync<StoredResult>(turn, StoredResult.Key(call.Id), cancellation)
            ?? await workingSet.ReadAsync<StoredResult>(turn, ChangedKey, cancellation))?.Outcome;

    public async Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation)
    {
        var changed = outcome.Result.RefusalCode == RefusalCodes.Changed;
        var step = new TurnStep(
            call.Id.Value, call.Requested.Tool, outcome.Source, Status(outcome), time.GetUtcNow(), outcome.AuditId, outcome.Result.RefusalCode);
        if (await workingSet.WriteAsync(turn, changed ? ChangedKey : StoredResult.Key(call.Id), new StoredResult(outcome, step.At), step, cancellation))
            await events.SteppedAsync(turn, step, cancellation);
    }

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
