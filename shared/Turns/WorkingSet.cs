using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Turns;

/// <summary>
/// What a turn gathered so far: model answers and tool results, sealed for the speaker in table <c>turns</c> (partition = turn) and deleted
/// when the reply is posted. Entries are written once and never change.
/// </summary>
public sealed class WorkingSet(Tables tables, PersonSeal seal, TurnCache memory, InboxItems inbox)
{
    private const int ChunkBytes = 60 * 1024;
    private const int ChunksPerRow = 12;
    private const int MaxBatch = 100;

    /// <summary>
    /// Writes an entry and, in the same transaction, the step it belongs to. False when the turn has ended meanwhile, and nothing was written:
    /// what a stopped call still brings is nobody's to keep.
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
    /// Keeps an entry in this process alone: a turn's last answer, which the step that got it posts at once. A retry here finds it; one
    /// elsewhere asks the model again.
    /// </summary>
    public void Hold<T>(TurnState turn, string key, T value) => memory.Of(turn.Id).Entries[key] = JsonSerializer.SerializeToUtf8Bytes(value, TurnJson.Options);

    /// <summary>Whether a write of this process found the turn ended. Each round writes before it reads data and before it asks again.</summary>
    public bool HasEnded(TurnState turn) => memory.Of(turn.Id).HasEnded;

    public async Task<T?> ReadAsync<T>(TurnState turn, string key, CancellationToken cancellation)
        where T : class
    {
        if (!memory.Of(turn.Id).Complete)
            await ReloadAsync(turn, cancellation);
        return memory.Of(turn.Id).Entries.TryGetValue(key, out var plain) ? JsonSerializer.Deserialize<T>(plain, TurnJson.Options) : null;
    }

    /// <summary>Asks storage even when this process believes it knows: another process may have run the turn in between.</summary>
    public async Task<T?> ReadStoredAsync<T>(TurnState turn, string key, CancellationToken cancellation)
        where T : class
    {
        memory.Of(turn.Id).Complete = false;
        return await ReadAsync<T>(turn, key, cancellation);
    }

    /// <summary>Ends the turn: its row says how, and every sealed entry is gone, in one transaction where there are not too many.</summary>
    public async Task EndAsync(TurnState turn, CancellationToken cancellation)
    {
        if (!memory.Of(turn.Id).Complete)
            await ReloadAsync(turn, cancellation);
        var asked = memory.Of(turn.Id).Passing.Keys.Where(TurnRows.IsConfirmation).ToArray();
        var deletions = memory.Of(turn.Id).Passing.Keys.OrderByDescending(static row => row == TurnRows.Going).Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(turn.Id.Value, row), ETag.All));
        TableTransactionAction[] all = [new(TableTransactionActionType.UpsertReplace, TurnRows.Of(turn)), .. deletions];
        try
        {
            foreach (var batch in all.Chunk(MaxBatch))
                await tables.Turns.SubmitTransactionAsync(batch, cancellation);
        }
        catch (TableTransactionFailedException gone) when (gone.Status == 404 && !memory.Of(turn.Id).Passing.IsEmpty)
        {
            // An earlier attempt deleted some of them: look at what is left and end with that.
            memory.Of(turn.Id).Passing.Clear();
            await ReloadAsync(turn, cancellation);
            await EndAsync(turn, cancellation);
        }

        // A reminder can be written after the decision, so all are removed.
        await Task.WhenAll(asked.Select(row => inbox.RemoveAsync(turn.Speaker.Id, InboxItem.OfCall(TurnRows.CallOf(row)), cancellation)));
        memory.Forget(turn.Id);
    }

    /// <summary>
    /// Deletes entries and confirmations written before <paramref name="before"/>, whatever became of their turns; but a run may sleep for days,
    /// so what it will need when it goes on stays until it ends.
    /// </summary>
    public async Task SweepAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var sleeps = new Dictionary<string, bool>();
        await foreach (var row in tables.Turns.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey lt {TurnRows.FirstKept} and Timestamp lt {before}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
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
