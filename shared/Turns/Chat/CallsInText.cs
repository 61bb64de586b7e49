using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Parses calls that a server left in the model's text. They have no extra permissions: each is authorized and recorded like a call in
/// <c>tool_calls</c>.
/// </summary>
internal static partial class CallsInText
{
    private static readonly string[] Names = ["name", "tool", "tool_name", "function", "action"];
    private static readonly string[] ArgumentNames = ["arguments", "parameters", "args", "input", "tool_input", "action_input", "kwargs"];

    /// <summary>Returns the calls; empty if the text has none.</summary>
    /// <param name="isBare">True if the text has no marker of a call. It then counts as a call only with an offered tool.</param>
    /// <param name="isAfterText">True if the model wrote text before it. With more text after it, it is a quotation.</param>
    public static ImmutableArray<(string Tool, string Arguments)> Read(string text, bool isBare, bool isAfterText, IReadOnlySet<string> offered)
    {
        if (isBare)
            return
                Literals(Tools().Replace(Functools().Replace(text, "["), " "), isAfterText, offered) is { IsEmpty: false } bare
                && bare.All(call => offered.Contains(call.Tool[(call.Tool.LastIndexOf('.') + 1)..]))
                ? bare
                : [];
        text = Dsml().Replace(text, "<$1");
        if (Functions().Matches(text) is { Count: > 0 } functions)
            return [.. functions.Select(static call => (call.Groups["name"].Value.Trim('"'), Parameters(call.Groups["body"].Value)))];
        if (Sections().Matches(text) is { Count: > 0 } sections)
            return [.. sections.Select(static call => (call.Groups["name"].Value, call.Groups["json"].Value))];
        if (Channels().Matches(text) is { Count: > 0 } channels)
            return [.. channels.Select(static call => (call.Groups["name"].Value, call.Groups["json"].Value))];
        if (Pairs().Matches(text) is { Count: > 0 } pairs)
            return [.. pairs.Select(static call => (call.Groups["name"].Value, Values(Keys().Matches(call.Groups["body"].Value))))];
        if (Named().Matches(text) is { Count: > 0 } named)
            return [.. named.Select(static call => (call.Groups["name"].Value, call.Groups["json"].Value))];
        return Literals(Marks().Replace(text, " "), isWhole: false, offered);
    }

    private static ImmutableArray<(string Tool, string Arguments)> Literals(string text, bool isWhole, IReadOnlySet<string> offered)
    {
        var inner = Fences().Replace(text, " ");
        return Objects(inner, isWhole, offered) is { IsEmpty: false } calls ? calls : PythonCalls.Read(inner);
    }

    /// <summary>Parses JSON objects in sequence, with optional semicolons between them, or in an array, up to the first other text.</summary>
    private static ImmutableArray<(string Tool, string Arguments)> Objects(string text, bool isWhole, IReadOnlySet<string> offered)
    {
        var calls = ImmutableArray.CreateBuilder<(string, string)>();
        var rest = Encoding.UTF8.GetBytes(text).AsMemory();
        try
        {
            while (!(rest = rest.TrimStart(" \t\r\n;"u8)).IsEmpty)
            {
                var reader = new Utf8JsonReader(rest.Span, new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true });
                var value = JsonElement.ParseValue(ref reader);
                rest = rest[(int)reader.BytesConsumed..];
                foreach (var item in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
                {
                    if ((Keyed(item, offered) ?? Call(item)) is not { } call)
                        return [];
                    calls.Add(call);
                }
            }
        }
        catch (JsonException)
        {
            // Text after the calls.
            return isWhole ? [] : calls.ToImmutable();
        }

        return calls.ToImmutable();
    }

    /// <summary>The format of Apertus: the tool's name is the only key.</summary>
    private static (string Tool, string Arguments)? Keyed(JsonElement said, IReadOnlySet<string> offered) =>
        said.ValueKind is JsonValueKind.Object
        && said.EnumerateObject().ToArray() is [{ Value.ValueKind: JsonValueKind.Object } only]
        && offered.Contains(only.Name)
            ? (only.Name, only.Value.GetRawText())
            : null;

    private static (string Tool, string Arguments)? Call(JsonElement said)
    {
        var call = said.Member("function") is { ValueKind: JsonValueKind.Object } function ? function : said;
        var arguments = ArgumentNames.Select(name => call.Member(name)).FirstOrDefault(static given => given is not null);
        return Names.Select(name => call.MemberText(name)).FirstOrDefault(static name => name.Length > 0) is not { } name ? null
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
        {
            var value = member.Groups["value"].Value.Trim('\r', '\n');
            values[member.Groups["key"].Value.Trim()] = member.Groups["isText"].Value == "true" ? value : Value(value);
        }

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

    [GeneratedRegex(
        """<(?:function=(?<name>[^>\s]+)>|(?:\w+:)?invoke name="(?<name>[^">]+)">)(?<body>(?s:.*?))(?:</function>|</(?:\w+:)?invoke>|$)""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Functions();

    [GeneratedRegex(
        """<(?:\w+:)?parameter(?:=(?<key>[^>]+)| name="(?<key>[^">]+)"(?:\s+string="(?<isText>\w+)")?)\s*>(?<value>(?s:.*?))(?:</(?:\w+:)?parameter>|(?=<(?:\w+:)?parameter[= ]|</(?:\w+:)?(?:function|invoke|tool_call)>|$))""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex ParameterTags();

    /// <summary>The format of Kimi and DeepSeek.</summary>
    [GeneratedRegex(
        """(?:<\|tool_call_begin\|>|<｜tool▁call▁begin｜>)\s*(?:function<｜tool▁sep｜>)?(?<name>[\w.:-]+)\s*(?:<\|tool_call_argument_begin\|>|<｜tool▁sep｜>|```json)\s*(?<json>\{(?s:.*?)\})\s*(?:```)?\s*(?:<\|tool_call_end\|>|<｜tool▁call▁end｜>|$)""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Sections();

    /// <summary>The format of gpt-oss.</summary>
    [GeneratedRegex(
        """(?:<\|channel\|>commentary|<\|start\|>assistant) to=(?<name>[\w.-]+)[^{]*<\|message\|>(?<json>\{(?s:.*?)\})\s*(?:<\|call\|>|$)""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Channels();

    /// <summary>The format of GLM.</summary>
    [GeneratedRegex("""<tool_call>\s*(?<name>[\w.-]+)\s*(?<body>(?:<arg_key>(?s:.*?)</arg_value>\s*)*)</tool_call>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pairs();

    [GeneratedRegex("""<arg_key>(?<key>(?s:.*?))</arg_key>\s*<arg_value>(?<value>(?s:.*?))</arg_value>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keys();

    /// <summary>The format of Mistral.</summary>
    [GeneratedRegex("""\[TOOL_CALLS\]\s*(?<name>[\w-]+)\s*(?:\[ARGS\])?\s*(?<json>\{(?s:.*?)\})\s*(?=\[TOOL_CALLS\]|$)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(
        """</?(?:\w+:)?(?:tool_?calls?|function_?calls?|tool_use|(?:start|end)_function_call)>|\[/?TOOL_CALLS\]|<\|/?\w+\|>|<\|tool_call>|<tool_call\|>""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Marks();

    [GeneratedRegex("""^[ \t]*```[\w-]*|```[ \t]*$""", RegexOptions.Multiline, 1000)]
    private static partial Regex Fences();

    /// <summary>The format of Phi.</summary>
    [GeneratedRegex("""^\s*functools\[""", RegexOptions.None, 1000)]
    private static partial Regex Functools();

    /// <summary>The tag of Qwen's prompt, which the model repeats.</summary>
    [GeneratedRegex("""^\s*<tools>|</tools>\s*$""", RegexOptions.None, 1000)]
    private static partial Regex Tools();

    /// <summary>DeepSeek's tag prefix.</summary>
    [GeneratedRegex("""<(/?)[|｜]+\s*DSML\s*[|｜]+\s*""", RegexOptions.None, 1000)]
    private static partial Regex Dsml();
}
