using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Reads calls that a server left in the model's text. They have no more power than other calls: each is decided and recorded like one
/// that arrived in <c>tool_calls</c>.
/// </summary>
internal static partial class CallsInText
{
    /// <summary>Empty where the text has none.</summary>
    /// <param name="isBare">The text has no mark of a call: only an offered tool makes it one.</param>
    public static ImmutableArray<(string Tool, string Arguments)> Read(string text, bool isBare, IReadOnlySet<string> offered)
    {
        if (isBare)
            return Objects(text) is { IsEmpty: false } bare && bare.All(call => offered.Contains(call.Tool)) ? bare : [];
        if (Functions().Matches(text) is { Count: > 0 } functions)
            return [.. functions.Select(static call => (call.Groups["name"].Value.Trim('"'), Parameters(call.Groups["body"].Value)))];
        if (Sections().Matches(text) is { Count: > 0 } sections)
            return [.. sections.Select(static call => (call.Groups["name"].Value, call.Groups["json"].Value))];
        if (Channels().Matches(text) is { Count: > 0 } channels)
            return [.. channels.Select(static call => (call.Groups["name"].Value, call.Groups["json"].Value))];
        if (Pairs().Matches(text) is { Count: > 0 } pairs)
            return [.. pairs.Select(static call => (call.Groups["name"].Value, Values(Keys().Matches(call.Groups["body"].Value))))];
        if (Named().Match(text) is { Success: true } named)
            return [(named.Groups["name"].Value, named.Groups["json"].Value)];
        return Objects(Marks().Replace(text, " "));
    }

    /// <summary>JSON objects one after the other, or in an array, up to the first other text.</summary>
    private static ImmutableArray<(string Tool, string Arguments)> Objects(string text)
    {
        var calls = ImmutableArray.CreateBuilder<(string, string)>();
        var inner = ArgumentText.Unfenced(text.Trim()) ?? text;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(inner), new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                var value = JsonElement.ParseValue(ref reader);
                foreach (var item in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
                {
                    if (Call(item) is not { } call)
                        return [];
                    calls.Add(call);
                }
            }
        }
        catch (JsonException)
        {
            // Words after the calls.
        }

        return calls.ToImmutable();
    }

    private static (string Tool, string Arguments)? Call(JsonElement said)
    {
        var call = said.Member("function") is { ValueKind: JsonValueKind.Object } function ? function : said;
        string[] names = [call.MemberText("name"), call.MemberText("tool"), call.MemberText("tool_name"), call.MemberText("function")];
        var arguments = call.Member("arguments") ?? call.Member("parameters") ?? call.Member("args") ?? call.Member("input");
        return names.FirstOrDefault(static name => name.Length > 0) is not { } name ? null
            : arguments switch
            {
                { ValueKind: JsonValueKind.Object } given => (name, given.GetRawText()),
                { ValueKind: JsonValueKind.String } given => (name, given.ReadText()),
                null => (name, "{}"),
                _ => null,
            };
    }

    private static string Parameters(string body) => ArgumentText.IsObject(body) ? body.Trim() : Values(ParameterTags().Matches(body));

    private static string Values(MatchCollection members)
    {
        var values = new JsonObject();
        foreach (Match member in members)
            values[member.Groups["key"].Value.Trim()] = Value(member.Groups["value"].Value.Trim('\r', '\n'));
        return values.ToJsonString();
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    [GeneratedRegex("""<(?:function=(?<name>[^>\s]+)>|invoke name="(?<name>[^">]+)">)(?<body>(?s:.*?))(?:</function>|</invoke>|$)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Functions();

    [GeneratedRegex("""<parameter(?:=(?<key>[^>]+)| name="(?<key>[^">]+)")>(?<value>(?s:.*?))</parameter>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ParameterTags();

    /// <summary>Kimi, DeepSeek.</summary>
    [GeneratedRegex("""(?:<\|tool_call_begin\|>|<｜tool▁call▁begin｜>)\s*(?:function<｜tool▁sep｜>)?(?<name>[\w.:-]+)\s*(?:<\|tool_call_argument_begin\|>|<｜tool▁sep｜>|```json)\s*(?<json>\{(?s:.*?)\})\s*(?:```)?\s*(?:<\|tool_call_end\|>|<｜tool▁call▁end｜>|$)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sections();

    /// <summary>gpt-oss.</summary>
    [GeneratedRegex("""<\|channel\|>commentary to=(?<name>[\w.-]+)[^{]*<\|message\|>(?<json>\{(?s:.*?)\})\s*(?:<\|call\|>|$)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Channels();

    /// <summary>GLM.</summary>
    [GeneratedRegex("""<tool_call>\s*(?<name>[\w.-]+)\s*(?<body>(?:<arg_key>(?s:.*?)</arg_value>\s*)*)</tool_call>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pairs();

    [GeneratedRegex("""<arg_key>(?<key>(?s:.*?))</arg_key>\s*<arg_value>(?<value>(?s:.*?))</arg_value>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keys();

    /// <summary>Mistral.</summary>
    [GeneratedRegex("""^\s*\[TOOL_CALLS\]\s*(?<name>[\w-]+)\s*(?:\[ARGS\])?\s*(?<json>\{(?s:.*)\})\s*$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex("""</?(?:minimax:)?(?:tool_call|function_call)s?>|\[/?TOOL_CALLS\]|<\|/?\w+\|>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marks();
}
