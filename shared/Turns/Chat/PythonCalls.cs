using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Parses calls in the syntax of a programming language: <c>[tool(key="value", other=[1, True])]</c> of Llama and LFM,
/// <c>print(default_api.tool(key="value"))</c> of Gemini, <c>call:tool{key:"value"}</c> of Gemma. Arguments must be literals; other text is not a
/// call.
/// </summary>
internal sealed class PythonCalls
{
    private const int MaxDepth = 16;

    private static readonly string[] Quotes = ["\"\"\"", "'''", "<|\"|>", "<escape>", "\"", "'"];
    private static readonly string[] Wrappers = ["print", "await"];

    private readonly string _text;
    private int _at;
    private bool _isWrong;

    private PythonCalls(string text) => _text = text;

    /// <summary>Returns the calls; empty if the text has anything else.</summary>
    public static ImmutableArray<(string Tool, string Arguments)> Read(string text)
    {
        var calls = ImmutableArray.CreateBuilder<(string, string)>();
        var reader = new PythonCalls(text);
        var isList = reader.Takes('[');
        while (reader.More() && !(isList && reader.Takes(']')))
        {
            calls.Add(reader.Call());
            _ = reader.Takes(',') || reader.Takes(';');
        }

        return reader._isWrong || reader.More() ? [] : calls.ToImmutable();
    }

    private (string Tool, string Arguments) Call()
    {
        var name = Name();
        if (Wrappers.Contains(name))
        {
            var isWrapped = Takes('(');
            var inner = Call();
            _isWrong |= isWrapped && !Takes(')');
            return inner;
        }

        if (name == "call" && Takes(':'))
            name = Name();
        var arguments = Takes('(') ? Members(')', '=', 0) : Takes('{') ? Members('}', ':', 0) : Wrong();
        if (name.EndsWith(".call", StringComparison.Ordinal))
            name = name[..^".call".Length];
        _isWrong |= name.Length == 0;
        return (name, arguments?.ToJsonString() ?? "");
    }

    private JsonObject Members(char close, char sign, int depth)
    {
        var members = new JsonObject();
        while (More() && !Takes(close))
        {
            var key = Text() ?? Name();
            _isWrong |= key.Length == 0 || !Takes(sign);
            members[key] = Value(depth + 1);
            if (!Takes(',') && !Peeks(close))
                _isWrong = true;
        }

        _isWrong |= _at == 0 || _text[_at - 1] != close;
        return members;
    }

    private JsonNode? Value(int depth)
    {
        if (depth > MaxDepth || !More())
            return Wrong();
        if (Text() is { } text)
            return text;
        if (Takes('{'))
            return Members('}', ':', depth);
        if (!Takes('['))
            return Word();
        var items = new JsonArray();
        while (More() && !Takes(']'))
        {
            items.Add(Value(depth + 1));
            if (!Takes(',') && !Peeks(']'))
                _isWrong = true;
        }

        return items;
    }

    private JsonNode? Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '-' or '+' or '_'))
            _at++;
        switch (_text[start.._at])
        {
            case "True" or "true":
                return true;
            case "False" or "false":
                return false;
            case "None" or "null":
                return null;
            case var word when word.Length is > 0 and < 64 && decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return number;
            default:
                return Wrong();
        }
    }

    /// <summary>Returns null if no quoted text starts here.</summary>
    private string? Text()
    {
        _ = More();
        var quote = Quotes.FirstOrDefault(quote => string.CompareOrdinal(_text, _at, quote, 0, quote.Length) == 0);
        if (quote is null)
            return null;
        _at += quote.Length;
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            if (string.CompareOrdinal(_text, _at, quote, 0, quote.Length) == 0)
            {
                _at += quote.Length;
                return text.ToString();
            }

            var isEscaped = _text[_at] == '\\' && quote[0] is '"' or '\'' && _at + 1 < _text.Length;
            text.Append(isEscaped ? Unescaped(_text[++_at]) : _text[_at]);
            _at++;
        }

        _isWrong = true;
        return "";
    }

    private static string Unescaped(char sign) => sign switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '\n' => "",
        '\\' or '"' or '\'' => sign.ToString(),
        _ => $"\\{sign}",
    };

    private string Name()
    {
        _ = More();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.' or '-'))
            _at++;
        return _text[start.._at];
    }

    private bool Takes(char sign)
    {
        if (!Peeks(sign))
            return false;
        _at++;
        return true;
    }

    private bool Peeks(char sign) => More() && _text[_at] == sign;

    /// <summary>Skips white space. Returns false at the end or after an error.</summary>
    private bool More()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        return _at < _text.Length && !_isWrong;
    }

    private JsonObject? Wrong()
    {
        _isWrong = true;
        return null;
    }
}
