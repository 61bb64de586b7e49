using System.Globalization;
using Onbehalf.Automations.Schedules;
using Onbehalf.Threads;

namespace Onbehalf.Automations;

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
