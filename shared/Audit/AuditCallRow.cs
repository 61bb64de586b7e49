using Azure;
using Azure.Data.Tables;

namespace Onbehalf.Audit;

/// <summary>Says that an act's intent or outcome is on record, and under which number.</summary>
internal sealed class AuditCallRow : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public long Seq { get; set; }
}
