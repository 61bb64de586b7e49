using Azure;
using Azure.Data.Tables;

namespace Microsoft.DurableTask.Local.Leases;

/// <summary>A registered process. While this row exists its instances are its own; deleting the row ends that for ever.</summary>
internal sealed record WorkerRow(string Id, WorkerProcess Process, DateTimeOffset Beat, ETag ETag)
{
    public const string Partition = "workers";

    public static TableEntity New(string id, WorkerProcess process) => new(Partition, id)
    {
        ["Machine"] = process.Machine,
        ["ProcessId"] = process.Id,
        ["ProcessStartedAt"] = process.StartedAt,
        ["Beat"] = 0,
    };

    public static WorkerRow Read(TableEntity entity) => new(
        entity.RowKey,
        new WorkerProcess(entity.GetString("Machine"), entity.GetInt32("ProcessId") ?? 0, entity.GetString("ProcessStartedAt")),
        entity.Timestamp ?? default,
        entity.ETag);
}
