using System.Globalization;
using Onbehalf.Ids;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// Keys of table <c>runs</c>. An automation's partition holds its runs (<c>r-</c>) and the uses of its standing consents (<c>u-</c>, and <c>c-</c>
/// per call). Index partitions: <c>by-{subject}</c> lists a person's runs, the newest first, and <c>live-{subject}</c> those that have not ended.
/// <c>acting-{subject}</c> lists runs that hold one of the person's places, and <c>queue-{subject}</c> runs that wait for one.
/// <c>waiting-{subject}</c> lists runs that released their place while they wait for a confirmation. <c>sleeping</c> lists the parked runs, and
/// <c>rouse</c> the runs that are to be judged again.
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

    /// <summary>
    /// The row key of a moment in <see cref="By"/>. It sorts before every run that started at or before this moment, and after every later one.
    /// </summary>
    public static string ByMoment(DateTimeOffset moment) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - moment.UtcTicks:D19}");

    public static DateTimeOffset ReadMoment(string rowKey) =>
        new(DateTimeOffset.MaxValue.UtcTicks - long.Parse(rowKey.AsSpan(0, 19), CultureInfo.InvariantCulture), TimeSpan.Zero);

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
