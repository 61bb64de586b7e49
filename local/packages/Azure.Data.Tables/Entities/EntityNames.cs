namespace Azure.Data.Tables;

internal static class EntityNames
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";
    public const string ETag = "odata.etag";
    public const string TypeSuffix = "@odata.type";

    /// <summary>What the service sets itself and a request never carries.</summary>
    public static bool AreSetByTheService(string name) => name is Timestamp or ETag or nameof(ITableEntity.ETag);
}
