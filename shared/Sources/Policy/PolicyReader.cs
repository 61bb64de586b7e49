using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Sources.Policy;

/// <summary>Parses a policy file strictly: an unknown field is an error, because it could be a rule that would not be enforced.</summary>
internal static class PolicyReader
{
    private static readonly ImmutableDictionary<string, string> Operators = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new KeyValuePair<string, string>[] { new("eq", "="), new("ne", "<>"), new("lt", "<"), new("le", "<="), new("gt", ">"), new("ge", ">=") });

    public static SourcePolicy Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            Fields(root, "policy", "providers", "names", "tables");
            var providers = Names(Required(root, "providers", "policy"), "providers").ToImmutableHashSet(StringComparer.Ordinal);
            var tables = Required(root, "tables", "policy").EnumerateObject().ToImmutableSortedDictionary(
                static t => t.Name, static t => Table(t.Value, t.Name), SqliteNames.Comparer, EqualityComparer<TablePolicy>.Default);
            return new(providers, tables) { Names = NamesFor(root) };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The policy is not valid: {error.Message}", error);
        }
    }

    private static PolicyNames NamesFor(JsonElement root) => !root.TryGetProperty("names", out var names) ? PolicyNames.Granted : names.GetString() switch
    {
        "everyone" => PolicyNames.Everyone,
        "granted" => PolicyNames.Granted,
        _ => throw new FormatException("names is \"everyone\" or \"granted\"."),
    };

    private static TablePolicy Table(JsonElement table, string at)
    {
        Fields(table, at, "grants", "restrict");
        var grants = Required(table, "grants", at).EnumerateArray().Select((g, i) => Grant(g, $"{at}.grants[{i}]")).ToImmutableArray();
        var restrict = table.TryGetProperty("restrict", out var rules)
            ? rules.EnumerateArray().Select((r, i) => Rule(r, $"{at}.restrict[{i}]")).ToImmutableArray()
            : [];
        return new(grants, restrict);
    }

    private static Grant Grant(JsonElement grant, string at)
    {
        Fields(grant, at, "to", "columns", "rows");
        return new(To(Required(grant, "to", at), at), Names(Required(grant, "columns", at), $"{at}.columns"), Rule(Required(grant, "rows", at), $"{at}.rows"));
    }

    private static Grantee To(JsonElement to, string at)
    {
        if (to.ValueKind == JsonValueKind.String && to.ValueEquals("everyone"))
            return new Grantee.Everyone();
        Fields(to, $"{at}.to", "group");
        return new Grantee.AnyGroup(Names(Required(to, "group", at), $"{at}.to.group"));
    }

    private static RowRule Rule(JsonElement rule, string at)
    {
        if (rule.ValueKind == JsonValueKind.String && rule.ValueEquals("all"))
            return new RowRule.All();
        if (rule.TryGetProperty("column", out var column))
            return Condition(rule, column.GetString()!, at);
        var only = Single(rule, at);
        return only.Name switch
        {
            "and" => new RowRule.Every(Rules(only.Value, at)),
            "or" => new RowRule.Either(Rules(only.Value, at)),
            "not" => new RowRule.Negated(Rule(only.Value, $"{at}.not")),
            "exists" => Exists(only.Value, $"{at}.exists"),
            _ => throw new FormatException($"{at}: unknown condition '{only.Name}'."),
        };
    }

    private static ImmutableArray<RowRule> Rules(JsonElement rules, string at)
    {
        var read = rules.EnumerateArray().Select((r, i) => Rule(r, $"{at}[{i}]")).ToImmutableArray();
        return read.IsEmpty ? throw new FormatException($"{at}: an empty list decides nothing.") : read;
    }

    private static RowRule Condition(JsonElement rule, string column, string at)
    {
        var test = rule.EnumerateObject().Where(static p => p.Name != "column").ToList();
        if (test.Count != 1)
            throw new FormatException($"{at}: a condition has one comparison.");
        var (name, value) = (test[0].Name, test[0].Value);
        if (name == "null")
            return new RowRule.Null(column, value.GetBoolean());
        if (name == "in")
            return new RowRule.OneOf(
                column, value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => Value(v, at))] : [Groups(value, at)]);
        return Operators.TryGetValue(name, out var sign)
            ? new RowRule.Compare(column, sign, Value(value, at))
            : throw new FormatException($"{at}: unknown comparison '{name}'.");
    }

    private static RowRule.Related Exists(JsonElement exists, string at)
    {
        Fields(exists, at, "table", "on", "where");
        var on = Required(exists, "on", at)
            .EnumerateObject()
            .ToImmutableSortedDictionary(static p => p.Name, static p => p.Value.GetString()!, StringComparer.Ordinal);
        var where = exists.TryGetProperty("where", out var rule) ? Rule(rule, $"{at}.where") : new RowRule.All();
        return on.IsEmpty ? throw new FormatException($"{at}: 'on' is empty.") : new(Required(exists, "table", at).GetString()!, on, where);
    }

    private static RuleValue Value(JsonElement value, string at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: return new RuleValue.Text(value.GetString()!);
            case JsonValueKind.True: return new RuleValue.Whole(1);
            case JsonValueKind.False: return new RuleValue.Whole(0);
            case JsonValueKind.Number: return value.TryGetInt64(out var whole) ? new RuleValue.Whole(whole) : new RuleValue.Fraction(value.GetDouble());
            case JsonValueKind.Object:
                var only = Single(value, at);
                if (only.Name == "column")
                    return new RuleValue.Column(only.Value.GetString()!);
                if (only.Name == "claim" && only.Value.GetString() is "sub" or "subject" or "tenant")
                    return new RuleValue.Claim(only.Value.GetString()!);
                break;
        }

        throw new FormatException($"{at}: a value is a text, a number, a boolean, a column, or the claim sub, subject or tenant.");
    }

    private static RuleValue.Claim Groups(JsonElement value, string at) =>
        Single(value, at) is { Name: "claim" } only && only.Value.GetString() == "groups"
            ? new("groups")
            : throw new FormatException($"{at}: 'in' takes a list or the claim groups.");

    private static ImmutableArray<string> Names(JsonElement names, string at)
    {
        ImmutableArray<string> read =
            names.ValueKind == JsonValueKind.String ? [names.GetString()!] : [.. names.EnumerateArray().Select(static n => n.GetString()!)];
        return read.IsEmpty || read.Any(string.IsNullOrWhiteSpace) || read.Contains("*")
            ? throw new FormatException($"{at}: names are needed, one by one.")
            : read;
    }

    private static JsonProperty Single(JsonElement element, string at)
    {
        var properties = element.EnumerateObject().ToList();
        return properties.Count == 1 ? properties[0] : throw new FormatException($"{at}: exactly one field is expected.");
    }

    private static JsonElement Required(JsonElement element, string field, string at) =>
        element.TryGetProperty(field, out var value) ? value : throw new FormatException($"{at}: '{field}' is missing.");

    private static void Fields(JsonElement element, string at, params string[] known)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal))
                throw new FormatException($"{at}: unknown field '{property.Name}'.");
        }
    }
}
