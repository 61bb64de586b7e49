using System.Globalization;

namespace Onbehalf.Automations;

/// <summary>What wakes an automation, as a person reads it.</summary>
public static class TriggerWords
{
    public static string Of(Trigger trigger) => trigger switch
    {
        Trigger.Schedule schedule => $"{Schedule(schedule.Cron)} ({schedule.TimeZone})",
        Trigger.SignedEvent signed => signed.Format == "github" ? "when GitHub sends a signed event" : "when a signed event comes (Standard Webhooks)",
        Trigger.Rule rule => $"when the query's {Condition(rule.Condition)}; looked at {Schedule(rule.Cron)} ({rule.TimeZone})",
        _ => throw new InvalidOperationException($"No such trigger: {trigger.GetType().Name}."),
    };

    public static string Schedule(string cron) => SchedulePhrase.Words(cron) ?? $"at the times of cron “{cron}”";

    private static string Condition(RuleCondition condition) => condition.Kind switch
    {
        "changes" => "rows change",
        var kind => string.Create(CultureInfo.InvariantCulture, $"first number goes {kind} {condition.Threshold}"),
    };
}
