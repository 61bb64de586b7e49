using System.Globalization;
using System.Text.Json.Serialization;
using Onbehalf.Automations.Schedules;
using Onbehalf.Threads;

namespace Onbehalf.Automations;

/// <summary>The trigger of an automation.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Schedule), "schedule")]
[JsonDerivedType(typeof(Once), "once")]
[JsonDerivedType(typeof(SignedEvent), "event")]
[JsonDerivedType(typeof(Rule), "rule")]
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <param name="Cron">Five fields (minute hour day month weekday).</param>
    /// <param name="TimeZone">An IANA time zone id.</param>
    /// <param name="Cycle">The weeks or days of the cron that apply; null when all do.</param>
    public sealed record Schedule(string Cron, string TimeZone, Cycle? Cycle = null) : Trigger;

    /// <summary>Fires once; after its run the automation is finished.</summary>
    /// <param name="At">A whole minute.</param>
    /// <param name="TimeZone">The zone of the author's phrase, also used for display.</param>
    public sealed record Once(DateTimeOffset At, string TimeZone) : Trigger;

    /// <summary>
    /// A signed event sent to <c>/api/webhooks/in/{automationId}</c>. Its content is untrusted text, never an instruction or an identity.
    /// </summary>
    /// <param name="Format"><c>standard</c> (Standard Webhooks), <c>github</c> or <c>stripe</c>.</param>
    public sealed record SignedEvent(string Format) : Trigger;

    /// <summary>Runs a query as the author and fires when <paramref name="Condition"/> becomes true.</summary>
    /// <param name="Cron">The schedule of the checks.</param>
    public sealed record Rule(string Source, string Sql, RuleCondition Condition, string Cron, string TimeZone) : Trigger;
}

/// <param name="Kind"><c>changes</c>: the rows differ from those of the last check. <c>above</c> or <c>below</c>: the first row's first number
/// crosses <paramref name="Threshold"/>.</param>
public sealed record RuleCondition(string Kind, decimal? Threshold = null);

/// <summary>Describes triggers in words.</summary>
public static class TriggerWords
{
    public static string Of(Trigger trigger) => trigger switch
    {
        Trigger.Schedule schedule => $"{Schedule(schedule.Cron, schedule.Cycle)} ({schedule.TimeZone})",
        Trigger.Once once => $"{Once(once)} ({once.TimeZone})",
        Trigger.SignedEvent { Format: "github" } => "when GitHub sends a signed event",
        Trigger.SignedEvent { Format: "stripe" } => "when Stripe sends a signed event",
        Trigger.SignedEvent => "when a signed event comes (Standard Webhooks)",
        Trigger.Rule rule => $"when the query's {Condition(rule.Condition)}; looked at {Schedule(rule.Cron)} ({rule.TimeZone})",
        _ => throw new InvalidOperationException($"No such trigger: {trigger.GetType().Name}."),
    };

    public static string Schedule(string cron, Cycle? cycle = null) =>
        (ScheduleWords.Of(cron, cycle), cycle) switch
        {
            ({ } words, _) => words,
            (_, null) => $"at the times of cron “{cron}”",
            (_, { } left) => string.Create(
                CultureInfo.InvariantCulture, $"every {left.Length} {left.Unit}s from {left.From:d MMMM yyyy}, at the times of cron “{cron}”"),
        };

    public static string Once(Trigger.Once once)
    {
        ArgumentNullException.ThrowIfNull(once);
        var local = IanaZone.Find(once.TimeZone) is { } zone ? TimeZoneInfo.ConvertTime(once.At, zone) : once.At.ToUniversalTime();
        return string.Create(CultureInfo.InvariantCulture, $"once, on {local:dddd d MMMM yyyy} at {local:H:mm}");
    }

    private static string Condition(RuleCondition condition) => condition.Kind switch
    {
        "changes" => "rows change",
        var kind => string.Create(CultureInfo.InvariantCulture, $"first number goes {kind} {condition.Threshold}"),
    };
}
