using System.Collections.Immutable;
using Onbehalf.Automations.Schedules;

namespace Onbehalf.Automations;

/// <summary>The requested content of an automation, before validation.</summary>
public sealed record WantedContent(
    string? Title = null,
    string? Prompt = null,
    WantedTrigger? Trigger = null,
    IReadOnlyList<string>? Tools = null,
    IReadOnlyList<WantedConsent>? Consents = null)
{
    /// <summary>Converts existing content to a request, as the base for a change of some of its parts.</summary>
    public static WantedContent Of(AutomationContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(
            content.Title,
            content.Prompt,
            WantedTrigger.Of(content.Trigger),
            content.Tools,
            [.. content.Consents.Select(static c => new WantedConsent(c.Tool, c.Target, c.Audience, c.Total, c.Until, c.Id, c.Fields, c.Sources))]);
    }
}

/// <param name="Kind"><c>schedule</c>, <c>once</c>, <c>event</c> or <c>rule</c>.</param>
/// <param name="Words">Used instead of <paramref name="Cron"/> or <paramref name="At"/>: the time in words. Words for a single time turn a schedule
/// into a <c>once</c>.</param>
/// <param name="At">For <c>once</c>: the moment, with its offset.</param>
public sealed record WantedTrigger(
    string Kind,
    string? Cron = null,
    string? TimeZone = null,
    string? Words = null,
    string? Format = null,
    string? Source = null,
    string? Sql = null,
    RuleCondition? Condition = null,
    DateTimeOffset? At = null,
    Cycle? Cycle = null)
{
    public static WantedTrigger Of(Trigger trigger) => trigger switch
    {
        Trigger.Schedule schedule => new("schedule", schedule.Cron, schedule.TimeZone, Cycle: schedule.Cycle),
        Trigger.Once once => new("once", TimeZone: once.TimeZone, At: once.At),
        Trigger.SignedEvent signed => new("event", Format: signed.Format),
        Trigger.Rule rule => new("rule", rule.Cron, rule.TimeZone, Source: rule.Source, Sql: rule.Sql, Condition: rule.Condition),
        _ => throw new InvalidOperationException($"No such trigger: {trigger.GetType().Name}."),
    };
}

public sealed record WantedConsent(
    string Tool,
    string Target,
    string Audience,
    int Total,
    DateTimeOffset Until,
    string? Id = null,
    IReadOnlyDictionary<string, string>? Fields = null,
    IReadOnlyList<string>? Sources = null);
