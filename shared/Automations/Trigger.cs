using System.Text.Json.Serialization;
using Onbehalf.Automations.Schedules;

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
