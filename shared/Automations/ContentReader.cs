using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Audit;
using Onbehalf.Sources;
using Onbehalf.Tools;

namespace Onbehalf.Automations;

/// <summary>Validates requested content: complete, within the limits, and with a trigger that can fire.</summary>
public sealed class ContentReader(ToolKinds tools, SourceCatalog sources, TimeProvider time)
{
    public ContentResult Read(WantedContent wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (TypedText.Line(wanted.Title ?? "") is not { Length: > 0 and <= AutomationLimits.LongestTitle } title)
            return Refuse("title", $"A title has 1 to {AutomationLimits.LongestTitle} characters.");
        if (wanted.Prompt?.Trim() is not { Length: > 0 and <= AutomationLimits.LongestPrompt } prompt)
            return Refuse("prompt", $"A prompt has 1 to {AutomationLimits.LongestPrompt} characters.");
        if (Hidden("prompt", prompt) is { } unseen)
            return unseen;
        if (Trigger(wanted.Trigger, out var trigger) is { } problem)
            return problem;
        ImmutableArray<string> allowed = [.. (wanted.Tools ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (allowed.Length > AutomationLimits.MostTools || allowed.Any(name => name is null || tools.EffectOf(name) is null))
            return Refuse("tools", $"tools names at most {AutomationLimits.MostTools} tools of this app.");
        if (Consents(wanted.Consents ?? [], allowed, out var consents) is { } refused)
            return refused;
        return new ContentResult.Ready(new(title, prompt, trigger, allowed, consents));
    }

    private static ContentResult.Refused Refuse(string slug, string sentence) => new(slug, sentence);

    /// <summary>The person who agrees to a text must see all of it. Returns the refusal of a text with hidden characters.</summary>
    private static ContentResult.Refused? Hidden(string slug, string text) => TypedText.FirstHidden(text) is { Value: var code }
        ? Refuse(slug, string.Create(CultureInfo.InvariantCulture, $"The text has a character that nobody sees: U+{code:X4}. Delete it and try again."))
        : null;

    private ContentResult.Refused? Trigger(WantedTrigger? wanted, out Trigger trigger)
    {
        trigger = null!;
        switch (wanted)
        {
            case { Kind: "schedule" or "once" }:
                return Time(wanted, out trigger);
            case { Kind: "event", Format: "standard" or "github" or "stripe" }:
                trigger = new Trigger.SignedEvent(wanted.Format);
                return null;
            case { Kind: "event" }:
                return Refuse("trigger", "The format of an event trigger is “standard” (Standard Webhooks), “github” or “stripe”.");
            case { Kind: "rule" }:
                return Rule(wanted, out trigger);
            default:
                return Refuse("trigger", "A trigger is a “schedule”, “once”, an “event” or a “rule”.");
        }
    }

    private ContentResult.Refused? Rule(WantedTrigger wanted, out Trigger trigger)
    {
        trigger = null!;
        if (Time(wanted, out var looks) is { } problem)
            return problem;
        if (looks is not Trigger.Schedule { Cycle: null } schedule)
            return Refuse("schedule", "A rule needs an interval, such as “every 15 minutes”.");
        // An unknown source is accepted, because the list of sources is not public. The condition of such a rule never becomes true.
        if (wanted.Source is not { Length: > 0 and <= 60 } source || wanted.Sql?.Trim() is not { Length: > 0 and <= AutomationLimits.LongestSql } sql)
            return Refuse("trigger", $"A rule names a source and one query of at most {AutomationLimits.LongestSql} characters.");
        if (Hidden("trigger", source + sql) is { } unseen)
            return unseen;
        if (wanted.Condition is not ({ Kind: "changes", Threshold: null } or { Kind: "above" or "below", Threshold: not null }))
            return Refuse("trigger", "A rule's condition is “changes”, or “above” or “below” with a threshold.");
        trigger = new Trigger.Rule(sources.Find(source)?.Name ?? source, sql, wanted.Condition, schedule.Cron, schedule.TimeZone);
        return null;
    }

    private ContentResult.Refused? Time(WantedTrigger wanted, out Trigger trigger)
    {
        trigger = null!;
        switch (WantedTime.Read(wanted, time.GetUtcNow()))
        {
            case WantedTime.Refused(var slug, var sentence):
                return Refuse(slug, sentence);
            case WantedTime.Ready(var read):
                trigger = read;
                return null;
            default:
                throw new InvalidOperationException("A wanted time is Ready or Refused.");
        }
    }

    private ContentResult.Refused? Consents(IReadOnlyList<WantedConsent> wanted, ImmutableArray<string> allowed, out ImmutableArray<StandingConsent> consents)
    {
        consents = [];
        if (wanted.Count > AutomationLimits.MostConsents)
            return Refuse("consents", $"An automation has at most {AutomationLimits.MostConsents} consents.");
        var read = ImmutableArray.CreateBuilder<StandingConsent>();
        foreach (var consent in wanted)
        {
            if (WhyNot(consent, allowed) is { } why)
                return Refuse("consents", why);
            read.Add(new(
                string.IsNullOrWhiteSpace(consent.Id) ? string.Create(CultureInfo.InvariantCulture, $"c{read.Count + 1}") : consent.Id,
                consent.Tool,
                consent.Target,
                (consent.Fields ?? ImmutableSortedDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
                [.. (consent.Sources ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                consent.Audience,
                consent.Total,
                consent.Until));
        }

        consents = read.ToImmutable();
        return consents.DistinctBy(static c => c.Id).Count() == consents.Length ? null : Refuse("consents", "Every consent has an id of its own.");
    }

    private string? WhyNot(WantedConsent? consent, ImmutableArray<string> allowed)
    {
        var now = time.GetUtcNow();
        if (consent is null || consent.Tool is null)
            return "A consent is for one of the automation's own tools that have a side effect.";
        if (consent.Id is { Length: > 40 })
            return "A consent's id has at most 40 characters.";
        if (tools.EffectOf(consent.Tool) is not ToolEffect.SideEffect || !allowed.Contains(consent.Tool))
            return "A consent is for one of the automation's own tools that have a side effect.";
        if (!Fits(consent.Target) || !Fits(consent.Audience))
            return "A consent names its target and its audience, exactly as the card of such a call does.";
        if (consent.Fields is { } fields
            && (fields.Count > AutomationLimits.MostFields || fields.Any(static f => !Fits(f.Key) || (f.Value is not "" && !Fits(f.Value)))
            ))
            return $"A consent has at most {AutomationLimits.MostFields} fields of at most {AutomationLimits.LongestText} characters, none of them hidden.";
        if (consent.Sources is { } from && (from.Count > AutomationLimits.MostSources || from.Any(static s => !Fits(s))))
            return $"A consent names at most {AutomationLimits.MostSources} sources.";
        if (consent.Total is < 1 or > AutomationLimits.LargestTotal)
            return $"A consent allows 1 to {AutomationLimits.LargestTotal} calls in all.";
        return consent.Until <= now || consent.Until > now + AutomationLimits.LongestConsent ? "A consent ends within a year." : null;
    }

    private static bool Fits(string? text) => text is { Length: > 0 and <= AutomationLimits.LongestText } && TypedText.FirstHidden(text) is null;
}

/// <summary>Valid content, or a refusal with a sentence that tells the author what to correct.</summary>
public abstract record ContentResult
{
    private ContentResult()
    {
    }

    public sealed record Ready(AutomationContent Content) : ContentResult;

    public sealed record Refused(string Slug, string Sentence) : ContentResult;
}
