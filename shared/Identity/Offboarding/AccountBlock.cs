using Azure;
using Azure.Data.Tables;
using Onbehalf.People;

namespace Onbehalf.Identity.Offboarding;

/// <summary>What was heard about a person and what follows from it that is not done yet. Somebody of whom nothing was heard has none.</summary>
/// <param name="HeardAt">No confirmation from before counts any more, on whatever instance it is remembered.</param>
/// <param name="Blocked">Why everything is refused until the directory says that the person is active; null unless it is.</param>
/// <param name="Episode">Names what began with the last thing heard; part of the audit's keys.</param>
/// <param name="Questions">How many times the directory is still to be asked.</param>
internal sealed record AccountBlock(
    Subject Person,
    DateTimeOffset HeardAt,
    string? Blocked,
    string Reason,
    string Episode,
    int Questions,
    Ending Ending,
    int Attempts,
    DateTimeOffset NextAttempt,
    ETag Version)
{
    public const string RowKey = "standing";

    /// <summary>The property that only rows with something left to do have.</summary>
    public const string Due = "due";

    public bool IsOpen => Questions > 0 || Ending is not Ending.Nothing;

    public TableEntity ToRow()
    {
        var row = PersonRow.Into(new(Person.Id.Value, RowKey) { ETag = Version }, Person);
        row["heardAt"] = HeardAt;
        row["reason"] = Reason;
        row["episode"] = Episode;
        row["questions"] = Questions;
        row["ending"] = (int)Ending;
        row["attempts"] = Attempts;
        if (Blocked is not null)
            row["blocked"] = Blocked;
        if (IsOpen)
            row[Due] = NextAttempt;
        return row;
    }

    public static AccountBlock? Read(TableEntity row) =>
        PersonRow.Read(row) is { } person && person.Id.Value == row.PartitionKey && row.GetDateTimeOffset("heardAt") is { } heardAt
            ? new(
                person,
                heardAt,
                row.GetString("blocked"),
                row.GetString("reason") ?? "",
                row.GetString("episode") ?? "",
                row.GetInt32("questions") ?? 0,
                (Ending)(row.GetInt32("ending") ?? 0),
                row.GetInt32("attempts") ?? 0,
                row.GetDateTimeOffset(Due) ?? heardAt,
                row.ETag)
            : null;
}
