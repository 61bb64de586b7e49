using System.Globalization;
using Onbehalf.Ids;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Keys of table <c>runs</c>. An automation's partition has its runs (<c>r-</c>) and the uses of its standing consents (<c>u-</c>, and <c>c-</c>
/// per call); <c>by-{subject}</c> lists a person's runs, the newest first, <c>live-{subject}</c> those that have not ended,
/// <c>acting-{subject}</c> those that hold one of the person's places, <c>queue-{subject}</c> those that wait for one,
/// <c>waiting-{subject}</c> those that gave theirs back because they wait for a yes; <c>sleeping</c> lists the
/// parked ones and <c>rouse</c> those that are to look again at whether they may go on.
/// </summary>
internal static class RunKeys
{
    public const string Sleeping = "sleeping";

    public const string Rouse = "rouse";

    public static string Partition(AutomationId automation) => automation.Value;

    public static string Row(RunId id) => $"r-{id.Occasion}";

    public static RunId ReadRow(string partitionKey, string rowKey) => RunId.Parse($"{partitionKey}-r{rowKey[2..]}");

    public static string By(SubjectId author) => $"by-{author}";

    public static string ByRow(RunId id, DateTimeOffset startedAt) =>
        $"{ByMoment(startedAt)}-{id}";

    /// <summary>Before every run of <see cref="By"/> that was begun at or before this moment, after those begun later.</summary>
    public static string ByMoment(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - moment.UtcTicks:D19}");

    public static DateTimeOffset ReadMoment(string rowKey) => new(DateTimeOffset.MaxValue.UtcTicks - long.Parse(rowKey.AsSpan(0, 19), CultureInfo.InvariantCulture), TimeSpan.Zero);

    public static RunId ReadBy(string rowKey) => RunId.Parse(rowKey[20..]);

    public static string Live(SubjectId author) => $"live-{author}";

    public static string Acting(SubjectId author) => $"acting-{author}";

    public static string Queue(SubjectId author) => $"queue-{author}";

    public static string Waiting(SubjectId author) => $"waiting-{author}";

    public static string QueueRow(RunId id, DateTimeOffset startedAt) => string.Create(CultureInfo.InvariantCulture, $"{startedAt.UtcTicks:D19}-{id}");

    public static RunId ReadQueue(string rowKey) => RunId.Parse(rowKey[20..]);

    public static string Use(string consentDigest, int number) => string.Create(CultureInfo.InvariantCulture, $"u-{consentDigest}-{number:D6}");

    public static string FirstUse(string consentDigest) => $"u-{consentDigest}-";

    public static string AfterUses(string consentDigest) => $"u-{consentDigest}.";

    public static string Call(string callId) => $"c-{callId}";

    public static string SealContext(RunId id) => $"runs|{id}";
}
