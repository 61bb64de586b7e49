using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>A field that a sentence names, with the type that its name suggests.</summary>
internal sealed record FieldWords(string Name, string Type, ImmutableArray<string> Choices)
{
    private const int LongestName = 60;
    private const int LongestId = 30;

    /// <summary>True if the name alone says that a field is meant: "add a due date".</summary>
    public bool IsKnown => Type != "text" || Plain(Name) is "next step" or "next steps" or "next" or "notes" or "note" or "comment" or "comments"
        or "description" or "phone" or "email" or "company" or "location" or "category" or "region" or "reason" or "type" or "country" or "customer";

    public static FieldWords Of(string typed)
    {
        var name = typed.Trim().Trim('"', '“', '”', '\'');
        name = name.Length > LongestName ? name[..LongestName] : name;
        var (type, choices) = TypeOf(Plain(name));
        return new(name.Length == 0 ? name : $"{char.ToUpper(name[0], CultureInfo.InvariantCulture)}{name[1..]}", type, choices);
    }

    public bool Is(string other) => Plain(Name) == Plain(other) || (Type == "date" && Bare(Name) == Bare(other));

    /// <summary>An id from the name. <paramref name="suffix"/> keeps it apart from an earlier field of that name.</summary>
    public string Id(string suffix = "")
    {
        var id = new string([.. Plain(Name).Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);
        id = id.Length > LongestId ? id[..LongestId] : id;
        return id is "title" or "state" or "" || !id.Any(char.IsAsciiLetterOrDigit) ? $"f_{id}{suffix}" : $"{id}{suffix}";
    }

    public JsonObject Op(string id)
    {
        var field = new JsonObject { ["id"] = id, ["name"] = Name, ["type"] = Type };
        if (Type == "choice")
            field["choices"] = new JsonArray([.. Choices.Select(static choice => (JsonNode?)choice)]);
        return new() { ["op"] = "field", ["field"] = field };
    }

    private static (string Type, ImmutableArray<string> Choices) TypeOf(string name)
    {
        var words = name.Split(' ');
        var last = words[^1];
        return name switch
        {
            "yes/no" or "yes or no" => ("checkbox", []),
            _ when name is "by when" or "when" || words.Any(static word => word is "date" or "dates" or "due" or "deadline" or "birthday") => ("date", []),
            _ when last is "day" or "start" or "end" or "until" => ("date", []),
            _ when last is "owner" or "owners" or "assignee" or "assignees" or "responsible" or "person" or "who" or "lead" or "reviewer" or "approver"
                || name is "assigned to" or "responsible person" or "person responsible" => ("person", []),
            _ when last is "amount" or "price" or "cost" or "costs" or "budget" or "fee" => ("money", []),
            _ when last is "value" or "number" or "count" or "quantity" or "qty" or "hours" or "points" or "estimate" or "effort" or "score" or "size"
                or "percent" or "probability" => ("number", []),
            _ when last is "priority" => ("choice", ["High", "Medium", "Low"]),
            _ when last is "status" or "state" => ("choice", ["Open", "In progress", "Done"]),
            _ when last is "stage" or "phase" => ("choice", ["New", "Active", "Waiting", "Closed"]),
            _ when last is "done" or "completed" or "finished" or "paid" or "approved" or "checkbox" or "checked" => ("checkbox", []),
            _ when last is "link" or "links" or "url" or "website" or "homepage" => ("link", []),
            _ => ("text", []),
        };
    }

    internal static string Plain(string name) => string.Join(' ', name.ToLowerInvariant().Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries));

    private static string Bare(string name)
    {
        var plain = Plain(name);
        return plain.EndsWith(" dates", StringComparison.Ordinal) ? plain[..^" dates".Length]
            : plain.EndsWith(" date", StringComparison.Ordinal) ? plain[..^" date".Length]
            : plain;
    }
}
