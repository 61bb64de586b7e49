using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>
/// Proposes an automation for consent: "every Monday at 8:00 send me overdue expenses of my team", "alert me when there are more than 10
/// open tickets". The tool validates the schedule.
/// </summary>
internal static partial class Automate
{
    private const string Tool = "create_automation";
    private const string HowOften = "every 15 minutes";

    public static bool IsAsked(string text) => When().IsMatch(text) || WhenLast().IsMatch(text) || Alert().IsMatch(text);

    public static ChatAnswer Next(Asked asked)
    {
        if (asked.Answer(Tool) is { } made)
        {
            return Say.Text(made.Text.StartsWith("Done", StringComparison.Ordinal)
                ? "It is set up, as you, and reports to you alone. You find it under Automations."
                : ResultText.Read(made.Text) is ResultText.Refused { Code.Length: > 0 } refused ? $"Nothing was set up. {refused.Why}"
                : $"Nothing was set up. {made.Text}");
        }

        if (!asked.Offers(Tool))
        {
            return Say.Text("I cannot set anything up to run for you later.");
        }

        return Alert().Match(asked.Text) is { Success: true } alert
            ? Rule(asked, alert)
            : Schedule(When().Match(asked.Text) is { Success: true } first ? first : WhenLast().Match(asked.Text));
    }

    private static ChatAnswer Schedule(Match match)
    {
        var what = match.Groups["what"].Value.Trim();
        return Say.Call(Tool, new JsonObject
        {
            ["title"] = Title(what),
            ["prompt"] = what,
            ["trigger"] = new JsonObject { ["kind"] = "schedule", ["words"] = match.Groups["when"].Value.Trim() },
        });
    }

    private static ChatAnswer Rule(Asked asked, Match match)
    {
        var crosses = match.Groups["way"].Success;
        var what = match.Groups["what"].Value.Trim();
        var question = crosses && match.Groups["count"].Success ? $"how many {what}" : what;
        var planned = FollowUp.Resolve(asked with { Text = question, Earlier = [] }) is { } read
            ? new QueryPlanner(asked.Schema, asked.Speaker, asked.Today, asked.LookedUp).Plan(read)
            : null;
        if (planned is Planning.LookUp look && asked.Offers("query_data"))
            return Say.LookUp((look.Source, look.Sql));
        var threshold = match.Groups["number"].Success ? Numbers.Read(match.Groups["number"].Value) : 0;
        if (planned is not Planning.Ready { Query: { IsKnown: true } query } || threshold is not { } limit
            || (crosses && query.Shape is not ResultShape.Single))
        {
            return asked.Answer("describe_data") is null && asked.Offers("describe_data")
                ? Say.Describe()
                : Suggestions.After(
                    "I did not understand what to look at. Say it like “alert me when there are more than 10 open tickets” or “alert me when my deals change”.",
                    asked);
        }

        return Say.Call(Tool, new JsonObject
        {
            ["title"] = Title($"alert: {what}"),
            ["prompt"] = question,
            ["trigger"] = new JsonObject
            {
                ["kind"] = "rule",
                ["words"] = HowOften,
                ["source"] = query.Source,
                ["sql"] = query.Sql,
                ["condition"] = crosses
                    ? new JsonObject
                    {
                        ["kind"] = match.Groups["way"].Value.ToLowerInvariant() is "under" or "below" or "less than" or "fewer than" ? "below" : "above",
                        ["threshold"] = JsonNode.Parse(Numbers.Sql(limit)),
                    }
                    : new JsonObject { ["kind"] = "changes" },
            },
        });
    }

    private static string Title(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(text[0])}{(text.Length > 100 ? text[1..100] : text[1..])}");

    private const string Time =
        @"(?:(?:every|each|on|daily|monthly|yearly)\b[^?!]{0,60}?\bat\s+(?:noon|midnight|\d{1,2}(?:[:.]\d{2})?(?:\s?(?:am|pm))?)|(?:every|each)\s+(?:\d{1,2}\s+)?(?:minutes?|hours?)|hourly)";

    /// <summary>Matches only before the request: “closed in 2 hours” is part of a question.</summary>
    private const string Once =
        @"(?:(?:today|tomorrow|tonight|this|next)\b[^?!]{0,40}?\bat\s+(?:noon|midnight|\d{1,2}(?:[:.]\d{2})?(?:\s?(?:am|pm))?)|in\s+(?:\d{1,3}|an?|two|three|half an)\s+(?:minutes?|hours?|days?))";

    private const string Ask = @"(?:(?:please|can you)\s+)?(?:(?:send|show|give|tell|mail|bring|report)\s+(?:to\s+)?me\s+)?(?:the\s+)?";

    [GeneratedRegex("^(?:please\\s+)?(?<when>" + Time + "|" + Once + @")[,:]?\s+" + Ask + @"(?<what>\S.*?)\s*[.!?]?$", RegexOptions.IgnoreCase)]
    private static partial Regex When();

    [GeneratedRegex("^" + Ask + @"(?<what>\S.*?)[,:]?\s+(?<when>" + Time + @")\s*[.!?]?$", RegexOptions.IgnoreCase)]
    private static partial Regex WhenLast();

    [GeneratedRegex(
        @"^(?:please\s+)?(?:alert|warn|notify|tell)\s+me\s+(?:when|if|once)\s+(?:"
            + @"(?<count>there\s+(?:are|is))\s+(?<way>more than|over|above|less than|fewer than|under|below)\s+(?<number>\d[\d,_]*(?:\.\d+)?[km]?)\s+(?<what>\S.*?)"
            + @"|(?:the\s+)?(?<what>\S.*?)\s+(?:is|are|goes?|gets?|rises?|falls?|drops?)\s+(?:to\s+)?(?<way>more than|over|above|less than|under|below)\s+(?<number>\d[\d,_]*(?:\.\d+)?[km]?)"
            + @"|(?:the\s+)?(?<what>\S.*?)\s+changes?)\s*[.!]?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Alert();
}
