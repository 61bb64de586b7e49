using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>"what are my tasks", "open a task to check the invoice for finance": in the connected product "Tasks".</summary>
internal static partial class TaskWords
{
    private const string Connect = "tasks_connect";
    private const string ListTool = "tasks_list_tasks";
    private const string CreateTool = "tasks_create_task";

    public static bool IsAsked(string text) => List().IsMatch(text) || Create().IsMatch(text);

    public static ChatAnswer Next(Asked asked)
    {
        if (asked.Answer(Connect) is { } unconnected)
        {
            return Say.Text(unconnected.Text);
        }

        var create = Create().Match(asked.Text);
        var tool = create.Success ? CreateTool : ListTool;
        return asked.Answer(tool) is { } answered
                ? Say.Text(create.Success || answered.Text.IndexOf('[', StringComparison.Ordinal) < 0 ? answered.Text : $"Your tasks:\n\n{answered.Text}")
            : asked.Offers(tool) ? Say.Call(tool, create.Success ? Arguments(create) : [])
            : asked.Offers(Connect) ? Say.Call(Connect, [])
            : Say.Text("There is no list of tasks that I could reach for you just now.");
    }

    private static JsonObject Arguments(Match create)
    {
        var team = create.Groups["team"].Value.ToLowerInvariant();
        var arguments = new JsonObject
        {
            ["title"] = create.Groups["title"] is { Success: true, Value: { Length: > 0 } title } ? title : $"Look at this with {team}",
        };
        if (team.Length > 0)
        {
            arguments["team"] = team;
        }

        return arguments;
    }

    [GeneratedRegex(@"^(?:what are|what's on|list|show(?: me)?)\s+my\s+(?:open\s+)?tasks\s*[?.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex List();

    [GeneratedRegex(
        @"^(?:please\s+)?(?:open|create|add)\s+a\s+task(?::?\s+(?:to\s+)?(?!for\s)(?<title>.+?))??(?:\s+for\s+(?<team>[\w-]+))?\s*[.!]?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Create();
}
