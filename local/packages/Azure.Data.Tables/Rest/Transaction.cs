#nullable enable
using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>
/// An entity group transaction as <c>multipart/mixed</c>
/// (learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions).
/// </summary>
internal sealed class Transaction
{
    private readonly string _batch = $"batch_{Guid.NewGuid()}";
    private readonly string _changeset = $"changeset_{Guid.NewGuid()}";
    private readonly ArrayBufferWriter<byte> _body = new(4096);

    public Transaction(TableAccount account, string table, IEnumerable<TableTransactionAction> actions)
    {
        Append($"--{_batch}\r\nContent-Type: multipart/mixed; boundary={_changeset}\r\n\r\n");
        foreach (var action in actions)
        {
            Append($"--{_changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Append(account.Endpoint, table, action);
            Count++;
        }

        Append($"--{_changeset}--\r\n--{_batch}--\r\n");
    }

    public int Count { get; private set; }

    public string ContentType => $"multipart/mixed; boundary={_batch}";

    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    private void Append(string endpoint, string table, TableTransactionAction action)
    {
        var entity = action.Entity;
        var isAdd = action.ActionType is TableTransactionActionType.Add;
        var isDelete = action.ActionType is TableTransactionActionType.Delete;
        var path = isAdd ? table : TableRequests.EntityPath(table, entity.PartitionKey, entity.RowKey);
        Append($"{Method(action.ActionType)} {endpoint}{path} HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (IfMatch(action) is { } condition)
            Append($"If-Match: {condition}\r\n");
        if (isDelete)
        {
            Append($"\r\n");
            return;
        }

        var json = EntityShape.Write(entity);
        Append($"Content-Type: {TableRequests.JsonBody}\r\nPrefer: return-no-content\r\nContent-Length: {json.Length}\r\n\r\n");
        _body.Write(json.Span);
        Append($"\r\n");
    }

    private static RequestMethod Method(TableTransactionActionType type) => type switch
    {
        TableTransactionActionType.Add => RequestMethod.Post,
        TableTransactionActionType.Delete => RequestMethod.Delete,
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => RequestMethod.Patch,
        TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => RequestMethod.Put,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>An action without an ETag of its own updates or deletes whatever is there.</summary>
    private static string? IfMatch(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Delete or TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace =>
            action.ETag == default ? ETag.All.ToString("H") : action.ETag.ToString("H"),
        _ => null,
    };

    private void Append(FormattableString text) => Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture), _body);
}
