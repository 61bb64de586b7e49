using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Automations.Tools;

/// <summary>The automation that a call would create, as shown on its card, or the reason for a refusal.</summary>
internal abstract record PlannedAutomation
{
    internal const string ReaderZone = "readerZone";

    private const string Moment = "ddd yyyy-MM-dd HH:mm zzz";

    private PlannedAutomation()
    {
    }

    public static PlannedAutomation Of(ContentReader reader, JsonElement arguments, TimeProvider time)
    {
        if (Wanted(arguments) is not { } wanted)
            return new Refused(
                Arguments.Failed(RefusalCodes.Shape, "give title, prompt and trigger; consents are objects with tool, target, audience, total and until."));
        return reader.Read(wanted) switch
        {
            ContentResult.Ready(var content) => new Ready(content, time.GetUtcNow(), Reader(arguments)),
            ContentResult.Refused(_, var sentence) => new Refused(Arguments.Failed(RefusalCodes.Shape, sentence)),
            _ => throw new InvalidOperationException("Content is Ready or Refused."),
        };
    }

    /// <summary>The author's time zone. The app writes it from the author's message; it changes only the display of times.</summary>
    private static TimeZoneInfo? Reader(JsonElement arguments) =>
        arguments.TryGetProperty("trigger", out var trigger) && Arguments.Text(trigger, ReaderZone) is { } zone ? IanaZone.Find(zone) : null;

    private static WantedContent? Wanted(JsonElement arguments)
    {
        try
        {
            return arguments.Deserialize<WantedContent>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public sealed record Ready(AutomationContent Content, DateTimeOffset Now, TimeZoneInfo? Clock) : PlannedAutomation
    {
        /// <summary>The digest covers the author and the content.</summary>
        public string DigestFor(Authority author) =>
            Sha256.Hex($"create_automation|{author.Subject.Id}|{ContentHash.Of(Content)}");

        public ConfirmationCard CardFor(Authority author)
        {
            var fields = ImmutableArray.CreateBuilder<CardField>();
            Add("title", Content.Title);
            Add(Content.Trigger is Trigger.Once ? "runs" : "wakes", TriggerWords.Of(Content.Trigger));
            if (Content.Trigger is Trigger.Rule rule)
                Add("looks at", $"{rule.Source}: {rule.Sql}");
            if (WakeTimes.Of(Content.Trigger, Now) is { } times)
                Add(
                    Content.Trigger switch
                    {
                        Trigger.Rule => "next checks",
                        Trigger.Once => "the time",
                        _ => "next times",
                    },
                    string.Join('\n', times.Next(Now).Select(at => Shown(times.Local(at), at))));
            Add("asks", Content.Prompt);
            Add("tools", Content.Tools.IsEmpty ? "those that read" : string.Join(", ", Content.Tools));
            if (Content.Tools.Contains(RunLater.Called))
                Add(
                    "goes on later",
                    string.Create(CultureInfo.InvariantCulture, $"by itself, at most {RunLimits.FurtherTurns} times and within {RunLimits.Longest.Days} days"));
            if (Content.Tools.Contains(RunInParts.Called))
                Add("works in parts", "each as you, with some of these tools and consents and never with more");
            foreach (var consent in Content.Consents)
                Add($"may without asking ({consent.Id})", Words(consent));
            if (Content.Consents.IsEmpty)
                Add("may without asking", "nothing: every change waits for you");
            return new(
                Content.Trigger is Trigger.Once ? "Run this for me once" : "Run this for me from now on",
                VisibleText.Show(Content.Title)!,
                $"you alone; runs as {VisibleText.Show(author.Subject.Name)}, with the rights you have each time",
                fields.ToImmutable(), [], DigestFor(author));

            void Add(string name, string value) => fields.Add(new(VisibleText.Show(name)!, null, VisibleText.Show(value)));
        }

        /// <summary>Formats a time in the schedule's zone, and also in the reader's zone if it differs.</summary>
        private string Shown(DateTimeOffset local, DateTimeOffset at)
        {
            var read = local.ToString(Moment, CultureInfo.InvariantCulture);
            return Clock is { } zone && TimeZoneInfo.ConvertTime(at, zone) is var mine && mine.Offset != local.Offset
                ? string.Create(CultureInfo.InvariantCulture, $"{mine.ToString(Moment, CultureInfo.InvariantCulture)} for you ({read} there)")
                : read;
        }

        private static string Words(StandingConsent consent) => string.Join('\n', (string[])
        [
            $"{consent.Tool} on {consent.Target}",
            .. consent.Fields.Select(static f => $"{f.Key}: {f.Value}"),
            $"with data of: {(consent.Sources.IsEmpty ? "no source" : string.Join(", ", consent.Sources))}",
            $"for: {consent.Audience}",
            string.Create(CultureInfo.InvariantCulture, $"at most {consent.Total} times in all, until {consent.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
        ]);
    }

    public sealed record Refused(ToolResult Result) : PlannedAutomation;
}
