using Azure;
using Azure.Data.Tables;

namespace Onbehalf.Audit;

/// <summary>The index row of an act: its intent or outcome is on record, with this number.</summary>
internal sealed class AuditCallRow : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public long Seq { get; set; }
}
