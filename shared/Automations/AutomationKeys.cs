using System.Globalization;
using Onbehalf.Ids;

namespace Onbehalf.Automations;

/// <summary>
/// Keys of table <c>automations</c>. An automation's partition has its head and what hangs on it; <c>u-{subject}</c> lists a person's
/// automations, <c>shared</c> those that threads may read, <c>parked</c> those that sleep, and <c>due</c> what wakes when, in order of time: one
/// short range has everything that is due. <c>chores</c> says when each of the app's own chores last occurred.
/// </summary>
internal static class AutomationKeys
{
    public const string Head = "head";

    public const string Shared = "shared";

    /// <summary>What a rule saw last.</summary>
    public const string Look = "look";

    /// <summary>The last event that was refused.</summary>
    public const string Refused = "refused";

    public const string Parked = "parked";

    public const string Due = "due";

    /// <summary>Where an earlier version kept what is due: 16 partitions that one range covers.</summary>
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

    /// <summary>Sorts behind everything that is due at this moment.</summary>
    public static string AfterDue(DateTimeOffset now) => now.UtcDateTime.ToString(Minute, CultureInfo.InvariantCulture) + ".";

    public static DueEntry ReadDue(string rowKey)
    {
        var parts = rowKey.Split('-');
        var at = DateTime.ParseExact(parts[0], Minute, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return new(new(at), SubjectId.Parse(parts[1]), AutomationId.Parse(parts[2]));
    }

    /// <summary>An event it has had, by a digest of the event's own id.</summary>
    public static string Event(string digest) => $"e-{digest}";

    public static string Proposal(ProposalId id) => FirstProposal + id.Value;

    /// <summary>What a row's content is sealed under: nobody can move it to another row.</summary>
    public static string SealContext(AutomationId id, string rowKey) => $"automations|{id}|{rowKey}";
}
