using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace Microsoft.DurableTask.Local.Storage;

internal static class InstanceFilter
{
    public static string For(OrchestrationQuery query)
    {
        var parts = new List<string> { TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Instance}") };
        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
            parts.Add(TableClient.CreateQueryFilter($"PartitionKey ge {prefix} and PartitionKey lt {After(prefix)}"));
        if (query.CreatedFrom is { } from)
            parts.Add(TableClient.CreateQueryFilter($"CreatedAt ge {from}"));
        if (query.CreatedTo is { } to)
            parts.Add(TableClient.CreateQueryFilter($"CreatedAt le {to}"));
        if (query.Statuses?.ToList() is { Count: > 0 } statuses)
            parts.Add($"({string.Join(" or ", statuses.Select(status => TableClient.CreateQueryFilter($"Status eq {status.ToString()}")))})");
        return string.Join(" and ", parts);
    }

    // The least text above every text with this prefix, by code unit as the store compares.
    private static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);
}
