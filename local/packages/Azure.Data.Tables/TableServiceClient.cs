using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

public class TableServiceClient
{
    private readonly TableRequests _requests;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions options = null) =>
        _requests = new(TableAccount.Open(connectionString, options));

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null) =>
        _requests = new(TableAccount.Open(endpoint, tokenCredential, options));

    protected TableServiceClient()
    {
    }

    public virtual string AccountName => _requests.Account.Name;

    public virtual Uri Uri => new(_requests.Account.Endpoint);

    public static string CreateQueryFilter(FormattableString filter) => FilterText.Of(filter);

    public virtual TableClient GetTableClient(string tableName) => new(_requests, tableName);

    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    public virtual AsyncPageable<TableItem> QueryAsync(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new TableQuery<TableItem>(
            _requests, "Tables", filter, maxPerPage, null, static row => new TableItem(row.GetProperty("TableName").GetString()), cancellationToken);
}
