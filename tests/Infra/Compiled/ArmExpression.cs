using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>
/// The evaluation of expressions that the compiler leaves in a template, because they name what exists only in Azure. A function that no
/// template uses is refused.
/// </summary>
/// <param name="text">The expression without its brackets.</param>
/// <param name="azure">Answers <c>reference</c>, <c>parameters</c> and <c>variables</c>, by the function's name and its first argument.</param>
internal sealed class ArmExpression(string text, Func<string, string, JsonNode?> azure)
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private int _at;

    /// <summary>A copy of the value in which every expression is replaced by its result.</summary>
    public static JsonNode? Evaluate(JsonElement value, Func<string, string, JsonNode?> azure) => value.ValueKind switch
    {
        JsonValueKind.Object => Object(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Evaluate(member.Value, azure)))),
        JsonValueKind.Array => Array(value.EnumerateArray().Select(one => Evaluate(one, azure))),
        JsonValueKind.String when value.GetString() is ['[', not '[', .., ']'] expression => new ArmExpression(expression[1..^1], azure).Whole(),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    private JsonNode? Whole()
    {
        var read = Value();
        return _at == text.Length ? read() : throw new FormatException($"The expression is not understood from {_at} on: {text}");
    }

    private Func<JsonNode?> Value()
    {
        var read = text[_at] == '\'' ? Text() : char.IsAsciiDigit(text[_at]) ? Number() : Call();
        while (true)
        {
            var of = read;
            if (Skip("."))
            {
                var member = Name();
                read = () => of()![member];
            }
            else if (Skip("["))
            {
                var index = Value();
                Expect("]");
                read = () => index() is { } at && at.GetValueKind() == JsonValueKind.Number ? of()![at.GetValue<int>()] : of()![Plain(index())];
            }
            else
            {
                return read;
            }
        }
    }

    /// <summary>A quote in a text is written twice.</summary>
    private Func<JsonNode?> Text()
    {
        var (start, end) = (_at + 1, _at + 1);
        while (text[end] != '\'' || (end + 1 < text.Length && text[end + 1] == '\''))
            end += text[end] == '\'' ? 2 : 1;
        _at = end + 1;
        var value = text[start..end].Replace("''", "'", StringComparison.Ordinal);
        return () => value;
    }

    private Func<JsonNode?> Number()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        var value = int.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
        return () => value;
    }

    private Func<JsonNode?> Call()
    {
        var name = Name();
        var given = new List<Func<JsonNode?>>();
        Expect("(");
        while (!Skip(")"))
        {
            given.Add(Value());
            Skip(", ");
        }

        return () => name switch
        {
            // The branch that is not taken may name what is not there.
            "if" => given[given[0]()!.GetValue<bool>() ? 1 : 2](),
            "reference" or "parameters" or "variables" => azure(name, Plain(given[0]())),
            _ => Apply(name, [.. given.Select(static one => one())]),
        };
    }

    private static JsonNode? Apply(string function, JsonNode?[] of) => function switch
    {
        "base64ToString" => Encoding.UTF8.GetString(Convert.FromBase64String(Plain(of[0]))),
        "concat" => of[0] is JsonArray ? Array(of.SelectMany(static one => one!.AsArray())) : string.Concat(of.Select(Plain)),
        "createArray" => Array(of),
        "createObject" => Object(of.Chunk(2).Select(static pair => KeyValuePair.Create(Plain(pair[0]), pair[1]))),
        "empty" => Plain(of[0]) is "" or "[]" or "{}",
        "environment" => JsonNode.Parse("""{"authentication":{"loginEndpoint":"https://login.microsoftonline.com/"}}"""),
        "extensionResourceId" => $"{Plain(of[0])}/providers/{Plain(of[1])}/{Plain(of[2])}",
        "format" => string.Format(CultureInfo.InvariantCulture, Plain(of[0]), [.. of.Skip(1).Select(Plain)]),
        "json" => JsonNode.Parse(Plain(of[0])),
        "not" => !of[0]!.GetValue<bool>(),
        "resourceId" => $"/providers/{Plain(of[0])}/{Plain(of[1])}",
        "string" => Plain(of[0]),
        "subscription" => new JsonObject { ["subscriptionId"] = BicepCompiler.Subscription },
        "tenant" => new JsonObject { ["tenantId"] = BicepCompiler.Tenant },
        "union" => Object(of.SelectMany(static one => one!.AsObject())),
        _ => throw new NotSupportedException($"The function {function} of templates is not known here."),
    };

    private static string Plain(JsonNode? value) => value switch
    {
        null => "",
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(Unescaped),
    };

    private static JsonArray Array(IEnumerable<JsonNode?> values) => [.. values.Select(static value => value?.DeepClone())];

    /// <summary>A later member replaces an earlier one of its name.</summary>
    private static JsonObject Object(IEnumerable<KeyValuePair<string, JsonNode?>> members)
    {
        var read = new JsonObject();
        foreach (var (name, value) in members)
            read[name] = value?.DeepClone();
        return read;
    }

    private string Name()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        return text[start.._at];
    }

    private bool Skip(string word)
    {
        var found = string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;
        _at += found ? word.Length : 0;
        return found;
    }

    private void Expect(string word)
    {
        if (!Skip(word))
            throw new FormatException($"{word} is missing at {_at}: {text}");
    }
}
