using System.Diagnostics.CodeAnalysis;
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

/// <summary>The index row of an act: its intent or outcome is on record, with this number.</summary>
internal sealed class AuditCallRow : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public long Seq { get; set; }
}

/// <summary>Reads the row of a record without trusting it: a tampered row can have properties of other types, or more of them.</summary>
internal static class AuditRowReader
{
    private static readonly HashSet<string> Expected =
        [.. typeof(AuditRow).GetProperties().Select(static property => property.Name), "odata.etag"];

    public static bool TryRead(TableEntity entity, [NotNullWhen(true)] out AuditRow? row)
    {
        row = null;
        if (entity.Keys.Any(static name => !Expected.Contains(name)) || !entity.Values().All(IsKnownType) || entity["At"] is not DateTimeOffset at)
            return false;
        row = new()
        {
            PartitionKey = entity.PartitionKey,
            RowKey = entity.RowKey,
            Timestamp = entity.Timestamp,
            At = at,
            Phase = Text(entity, nameof(AuditRow.Phase)) ?? "",
            CallId = Text(entity, nameof(AuditRow.CallId)) ?? "",
            Issuer = Text(entity, nameof(AuditRow.Issuer)) ?? "",
            Name = Text(entity, nameof(AuditRow.Name)) ?? "",
            Act = Text(entity, nameof(AuditRow.Act)) ?? "",
            Action = Text(entity, nameof(AuditRow.Action)) ?? "",
            Decision = Text(entity, nameof(AuditRow.Decision)) ?? "",
            Reason = Text(entity, nameof(AuditRow.Reason)),
            ThreadId = Text(entity, nameof(AuditRow.ThreadId)),
            TurnId = Text(entity, nameof(AuditRow.TurnId)),
            RunId = Text(entity, nameof(AuditRow.RunId)),
            PartOf = Text(entity, nameof(AuditRow.PartOf)),
            Author = Text(entity, nameof(AuditRow.Author)),
            Approver = Text(entity, nameof(AuditRow.Approver)),
            Consent = Text(entity, nameof(AuditRow.Consent)),
            TextAuthors = Text(entity, nameof(AuditRow.TextAuthors)),
            ContextSources = Text(entity, nameof(AuditRow.ContextSources)),
            Tool = Text(entity, nameof(AuditRow.Tool)),
            Source = Text(entity, nameof(AuditRow.Source)),
            Relations = Text(entity, nameof(AuditRow.Relations)),
            Columns = Text(entity, nameof(AuditRow.Columns)),
            Shape = Text(entity, nameof(AuditRow.Shape)),
            Sealed = entity[nameof(AuditRow.Sealed)] as byte[],
            PrevId = Text(entity, nameof(AuditRow.PrevId)),
            PrevHash = Text(entity, nameof(AuditRow.PrevHash)) ?? "",
            Hash = Text(entity, nameof(AuditRow.Hash)) ?? "",
            KeyVersion = Text(entity, nameof(AuditRow.KeyVersion)),
            Mac = Text(entity, nameof(AuditRow.Mac)),
        };
        return true;
    }

    private static string? Text(TableEntity entity, string name) => entity[name] as string;

    private static bool IsKnownType(object? value) => value is null or string or DateTimeOffset or byte[];

    private static IEnumerable<object?> Values(this TableEntity entity) => ((IDictionary<string, object>)entity).Values;
}
