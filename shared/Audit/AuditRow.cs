using Azure;
using Azure.Data.Tables;

namespace Onbehalf.Audit;

/// <summary>A record as it is stored: one flat shape for all acts. Verification rejects any other property.</summary>
internal sealed class AuditRow : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public DateTimeOffset At { get; set; }

    public string Phase { get; set; } = "";

    public string CallId { get; set; } = "";

    public string Issuer { get; set; } = "";

    public string Name { get; set; } = "";

    public string Act { get; set; } = "";

    public string Action { get; set; } = "";

    public string Decision { get; set; } = "";

    public string? Reason { get; set; }

    public string? ThreadId { get; set; }

    public string? TurnId { get; set; }

    public string? RunId { get; set; }

    public string? PartOf { get; set; }

    public string? Author { get; set; }

    public string? Approver { get; set; }

    public string? Consent { get; set; }

    /// <summary>Lists use the encoding of <see cref="AuditLists"/>.</summary>
    public string? TextAuthors { get; set; }

    public string? ContextSources { get; set; }

    public string? Tool { get; set; }

    public string? Source { get; set; }

    public string? Relations { get; set; }

    public string? Columns { get; set; }

    public string? Shape { get; set; }

    public byte[]? Sealed { get; set; }

    /// <summary>Only in the first row of a chain: the id of the record that <see cref="PrevHash"/> is the hash of.</summary>
    public string? PrevId { get; set; }

    public string PrevHash { get; set; } = "";

    public string Hash { get; set; } = "";

    /// <summary>The vault's version of the key that <see cref="Mac"/> is made with; null in a row that is older than the key.</summary>
    public string? KeyVersion { get; set; }

    public string? Mac { get; set; }
}
