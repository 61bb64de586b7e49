using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Storage;

internal static class InstanceRowEntity
{
    public const string Active = "Active";
    public const string ParentId = "ParentId";

    /// <summary>What a commit without new payloads changes; merged, so what is not named stays.</summary>
    public static TableEntity Progress(InstanceRow row) => new(row.Id, RowKeys.Instance)
    {
        ["Status"] = row.Status.ToString(),
        ["UpdatedAt"] = row.UpdatedAt,
        ["Owner"] = row.Owner,
        ["Epoch"] = row.Epoch,
        ["Commits"] = row.Commits,
        ["CommitId"] = row.CommitId,
        [Active] = !row.IsFinished,
    };

    public static TableEntity Whole(InstanceRow row)
    {
        var entity = Progress(row);
        entity["Name"] = row.Name;
        entity["CreatedAt"] = row.CreatedAt;
        entity["StartedAt"] = row.StartedAt;
        entity["Generation"] = row.Generation;
        entity["Tags"] = JsonSerializer.Serialize(row.Tags);
        if (row.StartAt is { } startAt)
            entity["StartAt"] = startAt;
        if (row.TraceParent is { } trace)
            entity["TraceParent"] = trace;
        if (row.Parent is { } parent)
        {
            entity["Parent"] = JsonSerializer.Serialize(parent);
            entity[ParentId] = parent.InstanceId;
        }

        return entity;
    }

    /// <param name="payloadRow">Null to leave long texts out.</param>
    public static InstanceRow Read(TableEntity entity, Func<string, TableEntity?>? payloadRow) => new()
    {
        Id = entity.PartitionKey,
        Name = entity.GetString("Name"),
        ETag = entity.ETag,
        Status = Enum.Parse<OrchestrationRuntimeStatus>(entity.GetString("Status")),
        CreatedAt = Time(entity, "CreatedAt"),
        UpdatedAt = Time(entity, "UpdatedAt"),
        StartedAt = Time(entity, "StartedAt"),
        StartAt = entity.ContainsKey("StartAt") ? Time(entity, "StartAt") : null,
        Input = StoredText.Read(entity, nameof(InstanceRow.Input), payloadRow),
        Output = StoredText.Read(entity, nameof(InstanceRow.Output), payloadRow),
        CustomStatus = StoredText.Read(entity, nameof(InstanceRow.CustomStatus), payloadRow),
        Failure = HistoryJson.ReadFailure(StoredText.Read(entity, nameof(InstanceRow.Failure), payloadRow)),
        Owner = entity.GetString("Owner") ?? "",
        Epoch = entity.GetInt32("Epoch") ?? 0,
        Generation = entity.GetInt32("Generation") ?? 1,
        Commits = entity.GetInt32("Commits") ?? 0,
        CommitId = entity.GetString("CommitId") ?? "",
        Parent = entity.GetString("Parent") is { } parent ? JsonSerializer.Deserialize<ParentLink>(parent) : null,
        Tags = JsonSerializer.Deserialize<Dictionary<string, string>>(entity.GetString("Tags") ?? "{}") ?? [],
        TraceParent = entity.GetString("TraceParent"),
        IsPartial = payloadRow is null && HasPayloads(entity),
    };

    public static bool HasPayloads(TableEntity entity) =>
        StoredText.IsLong(entity, nameof(InstanceRow.Input))
        || StoredText.IsLong(entity, nameof(InstanceRow.Output))
        || StoredText.IsLong(entity, nameof(InstanceRow.CustomStatus))
        || StoredText.IsLong(entity, nameof(InstanceRow.Failure));

    private static DateTime Time(TableEntity entity, string name) =>
        entity.GetDateTimeOffset(name)?.UtcDateTime ?? throw new InvalidDataException($"{entity.PartitionKey} has no {name}.");
}
