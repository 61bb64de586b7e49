using Azure;
using Azure.Data.Tables;

namespace Onbehalf.Host.Timers;

/// <summary>The stored state of one timer: its schedule, its last and next occurrence, and the expiry of the current claim.</summary>
internal sealed class TimerRow : ITableEntity
{
    public const string Partition = "timers";

    public string PartitionKey { get; set; } = Partition;

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string Schedule { get; set; } = "";

    public DateTimeOffset Last { get; set; }

    public DateTimeOffset Next { get; set; }

    public DateTimeOffset RunningUntil { get; set; }
}
