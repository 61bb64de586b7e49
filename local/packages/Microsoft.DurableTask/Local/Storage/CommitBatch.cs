using Azure.Data.Tables;
using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Storage;

/// <summary>The table operations of one commit: the instance first, guarded by its ETag, then its history row and payloads.</summary>
internal sealed class CommitBatch
{
    private const int MaxOperations = 100;
    private const int MaxPayloadRows = 2;

    private readonly List<TableTransactionAction> _actions = [];
    private readonly List<TableEntity> _payloads = [];

    private CommitBatch()
    {
    }

    public IReadOnlyList<TableTransactionAction> Actions => _actions;

    /// <summary>Payload rows that do not fit into the batch. They are stored before it; until it is stored nobody knows their names.</summary>
    public IReadOnlyList<TableEntity> Ahead { get; private set; } = [];

    /// <summary>Rows that did not fit either and are only in the way.</summary>
    public IReadOnlyList<string> LeftOver { get; private set; } = [];

    public IEnumerable<string> NewKeys => _payloads.Select(row => row.RowKey)
        .Concat(_actions
            .Where(action => action.ActionType == TableTransactionActionType.Add && RowKeys.IsHistory(action.Entity.RowKey))
            .Select(action => action.Entity.RowKey));

    public static CommitBatch Of(Commit commit)
    {
        var batch = new CommitBatch();
        var (before, after) = (commit.Before, commit.After);
        var isNewGeneration = after.Generation != before.Generation;

        var instance = isNewGeneration ? batch.Whole(after) : batch.Changes(before, after);
        var mode = isNewGeneration ? TableTransactionActionType.UpdateReplace : TableTransactionActionType.UpdateMerge;
        batch._actions.Add(new TableTransactionAction(mode, instance, before.ETag));
        if (commit.Events.Count > 0)
            batch.AddHistory(after, commit.Events);
        batch.Finish(after.Id, commit.Obsolete);
        return batch;
    }

    public static CommitBatch OfNew(InstanceRow row)
    {
        var batch = new CommitBatch();
        batch._actions.Add(new TableTransactionAction(TableTransactionActionType.Add, batch.Whole(row)));
        batch.Finish(row.Id, []);
        return batch;
    }

    private TableEntity Changes(InstanceRow before, InstanceRow after)
    {
        var entity = InstanceRowEntity.Progress(after);
        if (!ReferenceEquals(before.Output, after.Output))
            Write(entity, nameof(InstanceRow.Output), after.Output, after);
        if (!ReferenceEquals(before.Failure, after.Failure))
            Write(entity, nameof(InstanceRow.Failure), after.Failure is { } failure ? HistoryJson.WriteFailure(failure) : null, after);
        if (before.CustomStatus != after.CustomStatus)
            Write(entity, nameof(InstanceRow.CustomStatus), after.CustomStatus, after);
        return entity;
    }

    private TableEntity Whole(InstanceRow row)
    {
        var entity = InstanceRowEntity.Whole(row);
        Write(entity, nameof(InstanceRow.Input), row.Input, row);
        if (row.CustomStatus is { } status)
            Write(entity, nameof(InstanceRow.CustomStatus), status, row);
        return entity;
    }

    private void AddHistory(InstanceRow after, IReadOnlyList<HistoryEvent> events)
    {
        var row = new TableEntity(after.Id, RowKeys.History(after.Generation, after.Commits));
        Write(row, InstanceReader.Events, HistoryJson.Write(events), after);
        _actions.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
    }

    private void Write(TableEntity owner, string name, string? text, InstanceRow row) =>
        _payloads.AddRange(StoredText.Write(owner, name, text, row.Generation));

    private void Finish(string id, IReadOnlyList<string> obsolete)
    {
        if (_payloads.Count > MaxPayloadRows)
            Ahead = _payloads;
        else
            _actions.AddRange(_payloads.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)));

        var room = MaxOperations - _actions.Count;
        _actions.AddRange(obsolete.Take(room).Select(key => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(id, key), Azure.ETag.All)));
        LeftOver = [.. obsolete.Skip(room)];
    }
}
