using Azure.Data.Tables;
using Onbehalf.People;

namespace Onbehalf.Identity;

/// <summary>One browser session as kept: never its id, only the hash of it.</summary>
internal sealed record Session(string Hash, Subject Subject, DateTimeOffset CreatedAt, DateTimeOffset SeenAt)
{
    public const string RowKey = "session";

    public TableEntity ToRow() => PersonRow.Into(new(Hash, RowKey) { ["createdAt"] = CreatedAt, ["seenAt"] = SeenAt }, Subject);

    public static Session? Read(TableEntity row) =>
        PersonRow.Read(row) is { } subject && row.GetDateTimeOffset("createdAt") is { } created && row.GetDateTimeOffset("seenAt") is { } seen
            ? new(row.PartitionKey, subject, created, seen)
            : null;
}
