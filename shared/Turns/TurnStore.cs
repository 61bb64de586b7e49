using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Turns;

/// <summary>The turns, their steps and their open confirmations, in the table <c>turns</c>.</summary>
public sealed class TurnStore(Tables tables, PersonSeal seal, TurnCache memory)
{
    private static readonly TimeSpan JustAsked = TimeSpan.FromSeconds(10);

    /// <summary>Writes the turn as started. Idempotent: a second start returns the stored turn.</summary>
    /// <param name="askedAt">The time of the question, which other instances were told of.</param>
    public async Task<TurnState> BeginAsync(TurnState turn, DateTimeOffset askedAt, CancellationToken cancellation)
    {
        try
        {
            await tables.Turns.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, TurnRows.Of(turn)),
                    new(TableTransactionActionType.Add, new TableEntity(turn.Id.Value, TurnRows.Going)),
                ],
                cancellation);
            memory.Of(turn.Id).Passing.TryAdd(TurnRows.Going, 0);
            memory.Of(turn.Id).Complete = true;
            if (turn.StartedAt - askedAt < JustAsked)
                memory.Of(turn.Id).ToldAt = Environment.TickCount64;
        }
        catch (RequestFailedException already) when (already.Status == 409)
        {
            turn = await FindAsync(turn.Id, cancellation) ?? turn;
            memory.Of(turn.Id).Complete = false;
        }

        memory.Of(turn.Id).State = turn;
        memory.Of(turn.Id).Write();
        return turn;
    }

    public async Task<TurnState?> FindAsync(TurnId id, CancellationToken cancellation) =>
        (await tables.Turns.GetEntityIfExistsAsync<TableEntity>(id.Value, TurnRows.Turn, cancellationToken: cancellation)) is { HasValue: true, Value: { } row }
            ? TurnRows.ToTurn(id, row)
            : null;

    /// <summary>
    /// Returns the cached or stored turn; its speaker never changes. The working set is read again, because the previous step may have run in
    /// another process.
    /// </summary>
    public async Task<TurnState> RequireAsync(TurnId id, CancellationToken cancellation)
    {
        memory.Of(id).Complete = false;
        if (memory.Of(id).State is { } remembered)
            return remembered;
        return memory.Of(id).State = await FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Turn {id} was never begun.");
    }

    /// <summary>Returns the turn with its steps, in the order of the model's requests.</summary>
    public async Task<TurnSteps?> WithStepsAsync(TurnId id, CancellationToken cancellation)
    {
        TurnState? turn = null;
        var steps = new List<TurnStep>();
        await foreach (var row in tables.Turns.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {id.Value} and RowKey ge {TurnRows.FirstKept}"), cancellationToken: cancellation))
        {
            if (row.RowKey == TurnRows.Turn)
                turn = TurnRows.ToTurn(id, row);
            else
                steps.Add(TurnRows.ToStep(row));
        }

        return turn is null
            ? null
            : new(
                turn,
                [
                    .. steps
                        .Select(step => turn.Status is TurnStatus.Stopped ? step.AfterStop() : step)
                        .OrderBy(step => CallId.TryParse(step.CallId, id, out var call) ? (call.ModelCall, call.Position) : (int.MaxValue, 0))
                        .ThenBy(static step => step.At),
                ]);
    }

    public async Task WriteStepAsync(TurnId id, TurnStep step, CancellationToken cancellation) =>
        await tables.Turns.UpsertEntityAsync(TurnRows.Of(id, step), TableUpdateMode.Replace, cancellation);

    /// <summary>
    /// Opens a confirmation together with its waiting step. A new question replaces an undecided or outdated one. Returns false if the turn has
    /// ended.
    /// </summary>
    public async Task<bool> AskAsync(TurnState turn, PendingConfirmation pending, TurnStep step, CancellationToken cancellation)
    {
        try
        {
            await tables.Turns.SubmitTransactionAsync(
                [
                    TurnRows.WhileGoing(turn.Id),
                    new(TableTransactionActionType.UpsertReplace, await RowAsync(turn, pending, cancellation)),
                    new(TableTransactionActionType.UpsertReplace, TurnRows.Of(turn.Id, step)),
                ],
                cancellation);
        }
        catch (TableTransactionFailedException ended) when (ended.Status == 404)
        {
            return false;
        }

        memory.Of(turn.Id).Passing.TryAdd(TurnRows.Confirmation(pending.CallId), 0);
        return true;
    }

    public async Task<(PendingConfirmation Pending, ETag Version)?> FindConfirmationAsync(TurnState turn, string callId, CancellationToken cancellation)
    {
        var found = await tables.Turns.GetEntityIfExistsAsync<TableEntity>(turn.Id.Value, TurnRows.Confirmation(callId), cancellationToken: cancellation);
        if (!found.HasValue)
            return null;
        var row = found.Value!;
        var plain = await seal.OpenAsync(turn.Speaker.Id, RowName(turn, callId), Chunks.Read(row), cancellation);
        return plain is null ? null : (JsonSerializer.Deserialize<PendingConfirmation>(plain, TurnJson.Options)!, row.ETag);
    }

    /// <summary>Writes the decision once. Returns false if another request, such as another tab or a replay, was first.</summary>
    public async Task<bool> DecideAsync(TurnState turn, PendingConfirmation decided, ETag version, CancellationToken cancellation)
    {
        try
        {
            await tables.Turns.UpdateEntityAsync(await RowAsync(turn, decided, cancellation), version, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 412 or 404)
        {
            return false;
        }
    }

    private async Task<TableEntity> RowAsync(TurnState turn, PendingConfirmation pending, CancellationToken cancellation)
    {
        var row = new TableEntity(turn.Id.Value, TurnRows.Confirmation(pending.CallId)) { ["expires"] = pending.Expires };
        Chunks.Write(
            row,
            await seal.SealAsync(turn.Speaker.Id, RowName(turn, pending.CallId), JsonSerializer.SerializeToUtf8Bytes(pending, TurnJson.Options), cancellation));
        return row;
    }

    private static string RowName(TurnState turn, string callId) => $"{turn.Id}/c-{callId}";
}

/// <summary>A tool call in the form for its speaker. <paramref name="Resource"/> is the queried source.</summary>
public sealed record TurnStep(string CallId, string Tool, string Resource, StepStatus Status, DateTimeOffset At, string? AuditId = null, string? Note = null)
{
    /// <summary>Returns the step as displayed after a stop: a waiting step becomes stopped. The stored row does not change.</summary>
    internal TurnStep AfterStop() => Status is StepStatus.Waiting ? this with { Status = StepStatus.Stopped } : this;
}

public enum StepStatus
{
    Running,
    Waiting,
    Succeeded,
    Refused,
    Failed,
    Declined,
    Expired,

    /// <summary>The app stopped between the act and its record. The outcome of the act is unknown.</summary>
    Unknown,

    /// <summary>The turn was stopped while the call waited. Nothing was done. Stored as <see cref="Waiting"/> in a stopped turn.</summary>
    Stopped,
}

public sealed record TurnSteps(TurnState Turn, IReadOnlyList<TurnStep> Steps)
{
    /// <summary>The status of the turn. A running turn is waiting if one of its calls waits for its speaker.</summary>
    public TurnStatus Status =>
        Turn.Status is TurnStatus.Running && Steps.Any(static step => step.Status is StepStatus.Waiting) ? TurnStatus.Waiting : Turn.Status;
}
