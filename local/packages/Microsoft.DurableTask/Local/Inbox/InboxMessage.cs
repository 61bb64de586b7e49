using Azure.Data.Tables;
using Microsoft.DurableTask.Local.Instances;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Inbox;

/// <summary>Something for an instance that another process owns, kept until that process has taken it into the history.</summary>
internal sealed record InboxMessage(string InstanceId, string RowKey, Request Request)
{
    private const string Payload = "Payload";

    public string Key => $"{InstanceId}|{RowKey}";

    /// <summary>Row keys sort by time, so events of one sender keep their order.</summary>
    public static TableEntity New(string instanceId, Request request, DateTimeOffset now)
    {
        var row = new TableEntity(instanceId, $"{now.UtcTicks:D20}-{request.Id}")
        {
            ["Kind"] = request.Kind.ToString(),
            ["Name"] = request.Name,
            ["RequestId"] = request.Id,
        };
        StoredText.WriteWhole(row, Payload, request.Payload);
        return row;
    }

    public static InboxMessage Read(TableEntity row) => new(row.PartitionKey, row.RowKey, new Request(
        row.GetString("RequestId"),
        Enum.Parse<RequestKind>(row.GetString("Kind")),
        row.GetString("Name"),
        StoredText.ReadWhole(row, Payload)));
}
