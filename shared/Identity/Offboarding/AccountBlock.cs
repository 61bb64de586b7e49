using Azure;
using Azure.Data.Tables;
using Onbehalf.People;

namespace Onbehalf.Identity.Offboarding;

/// <summary>The signals about a person and the work that remains to be done. A person without signals has no block.</summary>
/// <param name="HeardAt">Confirmations from before this time are invalid on every instance.</param>
/// <param name="Blocked">Why all acts are refused until the directory reports the person active; null if they are not.</param>
/// <param name="Episode">The id of the work that the newest signal started; part of the audit's keys.</param>
/// <param name="Questions">The number of questions to the directory that remain.</param>
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

    /// <summary>A property that only rows with open work have.</summary>
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

/// <summary>The part of a person's access that remains to be ended. A greater value includes the lesser ones.</summary>
internal enum Ending
{
    Nothing,
    Sessions,
    Everything,
}
