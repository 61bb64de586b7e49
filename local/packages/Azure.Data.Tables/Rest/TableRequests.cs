#nullable enable
using System.Text;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The requests of the Table service's REST protocol (learn.microsoft.com/rest/api/storageservices/table-service-rest-api).</summary>
internal sealed class TableRequests(TableAccount account)
{
    public const string JsonBody = "application/json;odata=nometadata";

    private const string JsonAnswer = "application/json;odata=minimalmetadata";

    public TableAccount Account => account;

    public static string EntityPath(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    public Task<Response> CreateTableAsync(string table, CancellationToken cancellation) =>
        SendAsync(RequestMethod.Post, "Tables", null, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = table }), cancellation);

    public Task<Response> DeleteTableAsync(string table, CancellationToken cancellation) =>
        SendAsync(RequestMethod.Delete, $"Tables('{table}')", null, default, cancellation);

    public Task<Response> AddAsync(string table, ITableEntity entity, CancellationToken cancellation) =>
        SendAsync(RequestMethod.Post, table, null, EntityShape.Write(entity), cancellation);

    /// <summary>Without <paramref name="ifMatch"/> the entity is inserted where it does not exist.</summary>
    public Task<Response> PutAsync(string table, ITableEntity entity, TableUpdateMode mode, ETag? ifMatch, CancellationToken cancellation)
    {
        var body = EntityShape.Write(entity);
        return SendAsync(MethodOf(mode), EntityPath(table, entity.PartitionKey, entity.RowKey), ifMatch, body, cancellation);
    }

    public Task<Response> DeleteAsync(string table, string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellation) =>
        SendAsync(RequestMethod.Delete, EntityPath(table, partitionKey, rowKey), ifMatch, default, cancellation);

    public Task<Response> GetAsync(string path, string? query, CancellationToken cancellation) =>
        SendAsync(RequestMethod.Get, path + query, null, default, cancellation);

    public async Task<Response> SubmitAsync(Transaction transaction, CancellationToken cancellation)
    {
        using var message = account.Pipeline.CreateMessage();
        var request = Begin(message, RequestMethod.Post, "$batch");
        request.Headers.Add("Content-Type", transaction.ContentType);
        request.Content = RequestContent.Create(transaction.Body);
        await account.Pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return message.Response;
    }

    public static RequestMethod MethodOf(TableUpdateMode mode) => mode switch
    {
        TableUpdateMode.Merge => RequestMethod.Patch,
        TableUpdateMode.Replace => RequestMethod.Put,
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private async Task<Response> SendAsync(RequestMethod method, string pathAndQuery, ETag? ifMatch, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using var message = account.Pipeline.CreateMessage();
        var request = Begin(message, method, pathAndQuery);
        if (ifMatch is { } etag)
            request.Headers.Add("If-Match", etag.ToString("H"));
        if (!body.IsEmpty)
        {
            request.Headers.Add("Content-Type", JsonBody);
            request.Headers.Add("Prefer", "return-no-content");
            request.Content = RequestContent.Create(body);
        }

        await account.Pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        return message.Response;
    }

    private Request Begin(HttpMessage message, RequestMethod method, string pathAndQuery)
    {
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri(account.Endpoint + pathAndQuery));
        request.Headers.Add("x-ms-version", TableClientOptions.Version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", JsonAnswer);
        return request;
    }
}
