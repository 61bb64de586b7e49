#nullable enable
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>A query, page by page. A page may be empty and still have a continuation: the service stops at partition boundaries and after 5 s.</summary>
internal sealed class TableQuery<T>(
    TableRequests requests,
    string path,
    string? filter,
    int? maxPerPage,
    string? select,
    Func<JsonElement, T> read,
    CancellationToken cancellation) : AsyncPageable<T>(cancellation)
    where T : notnull
{
    private static readonly string[] Markers = ["NextPartitionKey", "NextRowKey", "NextTableName"];

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var token = continuationToken;
        do
        {
            using var response = await requests.GetAsync(path, Query(token, pageSizeHint ?? maxPerPage), CancellationToken).ConfigureAwait(false);
            if (response.IsError)
                throw TableFailure.Of(response);
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            var values = document.RootElement.GetProperty("value").EnumerateArray().Select(read).ToList();
            token = Continuation(response);
            yield return Page<T>.FromValues(values, token, response);
        }
        while (token is not null);
    }

    private static string? Continuation(Response response)
    {
        var marks = Markers
            .Select(marker => response.Headers.TryGetValue("x-ms-continuation-" + marker, out var value) ? $"{marker}={Uri.EscapeDataString(value)}" : null)
            .Where(static mark => mark is not null);
        return string.Join('&', marks) is { Length: > 0 } token ? token : null;
    }

    private string Query(string? token, int? top)
    {
        var query = new StringBuilder("?$format=application/json;odata%3Dminimalmetadata");
        if (!string.IsNullOrEmpty(filter))
            query.Append("&$filter=").Append(Uri.EscapeDataString(filter));
        if (top is { } limit)
            query.Append(CultureInfo.InvariantCulture, $"&$top={limit}");
        if (!string.IsNullOrEmpty(select))
            query.Append("&$select=").Append(Uri.EscapeDataString(select));
        if (!string.IsNullOrEmpty(token))
            query.Append('&').Append(token);
        return query.ToString();
    }
}
