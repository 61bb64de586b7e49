using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Turns;

/// <summary>
/// The intermediate data of a turn: model answers and tool results. Entries are encrypted for the speaker in the table <c>turns</c> (the partition
/// is the turn). They are written once, never change, and are deleted when the reply is posted.
/// </summary>
public sealed class WorkingSet(Tables tables, PersonSeal seal, TurnCache memory, InboxItems inbox)
{
    private const int ChunkBytes = 60 * 1024;
    private const int ChunksPerRow = 12;
    private const int MaxBatch = 100;

    /// <summary>
    /// Writes an entry and its step in one transaction. Returns false, without a write, if the turn has ended. The result of a stopped call is then
    /// discarded.
    /// </summary>
    public async Task<bool> WriteAsync<T>(TurnState turn, string key, T value, TurnStep? step, CancellationToken cancellation)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, TurnJson.Options);
        var sealedBytes = await seal.SealAsync(turn.Speaker.Id, RowName(turn.Id, key), plain, cancellation);
        var rows = Rows(turn.Id, key, sealedBytes).ToArray();
        var batch = rows.Select(static row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
        if (step is not null)
            batch.Add(new(TableTransactionActionType.UpsertReplace, TurnRows.Of(turn.Id, step)));
        try
        {
            await tables.Turns.SubmitTransactionAsync([TurnRows.WhileGoing(turn.Id), .. batch], cancellation);
        }
        catch (TableTransactionFailedException ended) when (ended.Status == 404)
        {
            memory.Of(turn.Id).HasEnded = true;
            return false;
        }

        var copy = memory.Of(turn.Id);
        copy.Write();
        copy.Entries[key] = plain;
        foreach (var row in rows)
            copy.Passing.TryAdd(row.RowKey, 0);
        return true;
    }

    /// <summary>
    /// Stores an entry in this process only: a turn's last answer, which the same step posts at once. A retry in this process finds it; a retry in
    /// another process calls the model again.
    /// </summary>
    public void Hold<T>(TurnState turn, string key, T value) => memory.Of(turn.Id).Entries[key] = JsonSerializer.SerializeToUtf8Bytes(value, TurnJson.Options);

    /// <summary>
    /// Returns true if a write of this process found that the turn has ended. Each round writes before it reads data and before it calls the model
    /// again.
    /// </summary>
    public bool HasEnded(TurnState turn) => memory.Of(turn.Id).HasEnded;

    public async Task<T?> ReadAsync<T>(TurnState turn, string key, CancellationToken cancellation)
        where T : class
    {
        if (!memory.Of(turn.Id).Complete)
            await ReloadAsync(turn, cancellation);
        return memory.Of(turn.Id).Entries.TryGetValue(key, out var plain) ? JsonSerializer.Deserialize<T>(plain, TurnJson.Options) : null;
    }

    /// <summary>Bypasses the cache, because another process may have executed the turn in between.</summary>
    public async Task<T?> ReadStoredAsync<T>(TurnState turn, string key, CancellationToken cancellation)
        where T : class
    {
        memory.Of(turn.Id).Complete = false;
        return await ReadAsync<T>(turn, key, cancellation);
    }

    /// <summary>Ends the turn: writes its final state and deletes all encrypted entries, in one transaction if the batch limit allows.</summary>
    public async Task EndAsync(TurnState turn, CancellationToken cancellation)
    {
        if (!memory.Of(turn.Id).Complete)
            await ReloadAsync(turn, cancellation);
        var asked = memory.Of(turn.Id).Passing.Keys.Where(TurnRows.IsConfirmation).ToArray();
        var deletions = memory
            .Of(turn.Id)
            .Passing.Keys.OrderByDescending(static row => row == TurnRows.Going)
            .Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(turn.Id.Value, row), ETag.All));
        TableTransactionAction[] all = [new(TableTransactionActionType.UpsertReplace, TurnRows.Of(turn)), .. deletions];
        try
        {
            foreach (var batch in all.Chunk(MaxBatch))
                await tables.Turns.SubmitTransactionAsync(batch, cancellation);
        }
        catch (TableTransactionFailedException gone) when (gone.Status == 404 && !memory.Of(turn.Id).Passing.IsEmpty)
        {
            // An earlier attempt deleted some rows. Read the remaining rows and end the turn with these.
            memory.Of(turn.Id).Passing.Clear();
            await ReloadAsync(turn, cancellation);
            await EndAsync(turn, cancellation);
        }

        // A reminder can be written after the decision, so all are removed.
        await Task.WhenAll(asked.Select(row => inbox.RemoveAsync(turn.Speaker.Id, InboxItem.OfCall(TurnRows.CallOf(row)), cancellation)));
        memory.Forget(turn.Id);
    }

    /// <summary>
    /// Deletes entries and confirmations written before <paramref name="before"/>, for every outcome of their turns. Entries of a running run are
    /// exempt until it ends, because a run may wait for days.
    /// </summary>
    public async Task SweepAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var sleeps = new Dictionary<string, bool>();
        await foreach (var row in tables.Turns.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"RowKey lt {TurnRows.FirstKept} and Timestamp lt {before}"),
                select: ["PartitionKey", "RowKey"],
                cancellationToken: cancellation))
        {
            if (!sleeps.TryGetValue(row.PartitionKey, out var kept))
                sleeps[row.PartitionKey] = kept = await IsOfRunningRunAsync(row.PartitionKey, cancellation);
            if (!kept)
                await tables.Turns.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
        }
    }

    private async Task<bool> IsOfRunningRunAsync(string turn, CancellationToken cancellation)
    {
        var row = await tables.Turns.GetEntityIfExistsAsync<TableEntity>(turn, TurnRows.Turn, cancellationToken: cancellation);
        return row.HasValue && TurnRows.ToTurn(TurnId.Parse(turn), row.Value!) is { Run: not null, Status: TurnStatus.Running };
    }

    private async Task ReloadAsync(TurnState turn, CancellationToken cancellation)
    {
        var parts = new SortedDictionary<string, List<byte[]>>(StringComparer.Ordinal);
        await foreach (var row in tables.Turns.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {turn.Id.Value} and RowKey lt {TurnRows.FirstKept}"), cancellationToken: cancellation))
        {
            memory.Of(turn.Id).Passing.TryAdd(row.RowKey, 0);
            if (!row.RowKey.StartsWith(TurnRows.EntryPrefix, StringComparison.Ordinal))
                continue;
            var key = TurnRows.EntryKey(row.RowKey);
            if (!parts.TryGetValue(key, out var chunks))
                parts[key] = chunks = [];
            for (var i = 0; row.GetBinary($"b{i}") is { } chunk; i++)
                chunks.Add(chunk);
        }

        foreach (var (key, chunks) in parts)
        {
            var sealedBytes = chunks.SelectMany(static chunk => chunk).ToArray();
            if (await seal.OpenAsync(turn.Speaker.Id, RowName(turn.Id, key), sealedBytes, cancellation) is { } plain)
                memory.Of(turn.Id).Entries[key] = plain;
        }

        memory.Of(turn.Id).Complete = true;
    }

    private static IEnumerable<TableEntity> Rows(TurnId turn, string key, byte[] sealedBytes)
    {
        var part = 0;
        foreach (var group in sealedBytes.Chunk(ChunkBytes).Chunk(ChunksPerRow))
        {
            var row = new TableEntity(turn.Value, TurnRows.Entry(key, part++));
            for (var i = 0; i < group.Length; i++)
                row[$"b{i}"] = group[i];
            yield return row;
        }
    }

    private static string RowName(TurnId turn, string key) => $"{turn}/{key}";
}

/// <summary>The outcome of a tool call in the working set.</summary>
internal sealed record StoredResult(ToolOutcome Outcome, DateTimeOffset At)
{
    public static string Key(CallId call) => $"result-{call}";
}
