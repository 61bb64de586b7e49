using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

public class TableClient
{
    private readonly TableRequests _requests;

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(new TableRequests(TableAccount.Open(connectionString, options)), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(new TableRequests(TableAccount.Open(endpoint, tokenCredential, options)), tableName)
    {
    }

    internal TableClient(TableRequests requests, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _requests = requests;
        Name = tableName;
    }

    protected TableClient()
    {
    }

    public virtual string Name { get; }

    public virtual string AccountName => _requests.Account.Name;

    public virtual Uri Uri => new(_requests.Account.Endpoint + Name);

    public static string CreateQueryFilter(FormattableString filter) => FilterText.Of(filter);

    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await _requests.CreateTableAsync(Name, cancellationToken).ConfigureAwait(false);
        if (response.Status != 409)
            return Response.FromValue(new TableItem(Name), Checked(response));
        var failure = TableFailure.Of(response);
        return failure.ErrorCode == TableErrorCode.TableAlreadyExists ? Response.FromValue(new TableItem(Name), response) : throw failure;
    }

    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        CheckedUnlessMissing(await _requests.DeleteTableAsync(Name, cancellationToken).ConfigureAwait(false));

    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        Checked(await _requests.AddAsync(Name, entity, cancellationToken).ConfigureAwait(false));

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = Checked(await GetAsync(partitionKey, rowKey, select, cancellationToken).ConfigureAwait(false));
        return Response.FromValue(Read<T>(response), response);
    }

    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = CheckedUnlessMissing(await GetAsync(partitionKey, rowKey, select, cancellationToken).ConfigureAwait(false));
        return response.Status == 404 ? new NoValue<T>(response) : Response.FromValue(Read<T>(response), response);
    }

    public virtual async Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        Checked(await _requests.PutAsync(Name, entity, mode, null, cancellationToken).ConfigureAwait(false));

    public virtual async Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
            throw new ArgumentException("An update names the ETag it replaces, or ETag.All.", nameof(ifMatch));
        return Checked(await _requests.PutAsync(Name, entity, mode, ifMatch, cancellationToken).ConfigureAwait(false));
    }

    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        CheckedUnlessMissing(await _requests.DeleteAsync(Name, partitionKey, rowKey, ifMatch == default ? ETag.All : ifMatch, cancellationToken).ConfigureAwait(false));

    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);

    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var shape = EntityShape.Of(typeof(T));
        return new TableQuery<T>(
            _requests, Name + "()", filter, maxPerPage, Columns(select), row => (T)shape.Read(row), cancellationToken);
    }

    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        var transaction = new Transaction(_requests.Account, Name, transactionActions);
        if (transaction.Count == 0)
            throw new InvalidOperationException("A transaction needs at least one action.");
        var response = Checked(await _requests.SubmitAsync(transaction, cancellationToken).ConfigureAwait(false));
        return Response.FromValue(TransactionAnswer.Read(response), response);
    }

    private static Response Checked(Response response) => response.IsError ? throw TableFailure.Of(response) : response;

    /// <summary>Deleting what is not there is done already; the answer says so with its status.</summary>
    private static Response CheckedUnlessMissing(Response response) => response.Status == 404 ? response : Checked(response);

    private static T Read<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        return (T)EntityShape.Of(typeof(T)).Read(document.RootElement);
    }

    private static string Columns(IEnumerable<string> select) => select is null ? null : string.Join(',', select);

    private Task<Response> GetAsync(string partitionKey, string rowKey, IEnumerable<string> select, CancellationToken cancellation)
    {
        var columns = Columns(select);
        return _requests.GetAsync(
            TableRequests.EntityPath(Name, partitionKey, rowKey), columns is null ? null : "?$select=" + Uri.EscapeDataString(columns), cancellation);
    }
}
