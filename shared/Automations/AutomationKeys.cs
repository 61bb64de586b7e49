using System.Globalization;
using Onbehalf.Ids;

namespace Onbehalf.Automations;

/// <summary>
/// Keys of table <c>automations</c>. An automation's partition holds its head row, proposals and events. Index partitions: <c>u-{subject}</c> lists a
/// person's automations, <c>shared</c> those shared with threads, and <c>parked</c> the parked ones. <c>due</c> is ordered by due time, so one short
/// range contains everything that is due. <c>chores</c> holds the last occurrence of each of the app's own chores.
/// </summary>
internal static class AutomationKeys
{
    public const string Head = "head";

    public const string Shared = "shared";

    /// <summary>The state of a rule's last check.</summary>
    public const string Look = "look";

    public const string Refused = "refused";

    public const string Parked = "parked";

    public const string Due = "due";

    /// <summary>The due index of an earlier version: 16 partitions in one range.</summary>
    public const string FirstShard = "due-";

    public const string AfterShards = "due.";

    public const string FirstPerson = "u-";

    public const string AfterPeople = "u.";

    public const string FirstProposal = "p-";

    public const string AfterProposals = "p.";

    private const string Minute = "yyyyMMddHHmm";

    public static string Partition(AutomationId id) => id.Value;

    public static string Person(SubjectId author) => $"u-{author}";

    public static string SharedRow(ThreadId thread, AutomationId id) => $"{thread}-{id}";

    public static (ThreadId Thread, AutomationId Id) ReadShared(string rowKey)
    {
        var parts = rowKey.Split('-');
        return (ThreadId.Parse(parts[0]), AutomationId.Parse(parts[1]));
    }

    public static string DueRow(DueEntry due) => $"{due.At.UtcDateTime.ToString(Minute, CultureInfo.InvariantCulture)}-{due.Author}-{due.Automation}";

    /// <summary>An upper bound for the row keys of everything that is due at this moment.</summary>
    public static string AfterDue(DateTimeOffset now) => now.UtcDateTime.ToString(Minute, CultureInfo.InvariantCulture) + ".";

    public static DueEntry ReadDue(string rowKey)
    {
        var parts = rowKey.Split('-');
        var at = DateTime.ParseExact(parts[0], Minute, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return new(new(at), SubjectId.Parse(parts[1]), AutomationId.Parse(parts[2]));
    }

    /// <summary>The row of a received event, keyed by a digest of the event's id.</summary>
    public static string Event(string digest) => $"e-{digest}";

    public static string Proposal(ProposalId id) => FirstProposal + id.Value;

    /// <summary>The associated data of a row's encryption. It binds the content to its row, so ciphertext cannot be moved to another row.</summary>
    public static string SealContext(AutomationId id, string rowKey) => $"automations|{id}|{rowKey}";
}
