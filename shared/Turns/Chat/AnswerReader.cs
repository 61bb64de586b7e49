using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Onbehalf.Turns.Chat;

/// <summary>Assembles one answer from its chunks. Only the members that the product uses are read; all others may have any value.</summary>
internal sealed class AnswerReader
{
    private const string Cut = "[This answer is cut off: the model reached its length limit.]";
    private const string Filtered = "[This answer is incomplete: the content filter of the model's provider stopped it.]";
    private const string Broken = "[This answer is incomplete: the model stopped with an error.]";

    private const string TooMuchText = "too-much-text";

    /// <summary>The limit of characters, text and thoughts included.</summary>
    internal const int MostText = 2 * 1024 * 1024;

    /// <summary>The marker search is quadratic in its input, so text is read in slices.</summary>
    private const int Slice = 1024;

    private static readonly string[] ErrorNames = ["detail", "errors", "error_code", "error_msg", "error_message"];
    private static readonly string[] TextNames = ["message", "msg"];
    private static readonly string[] CodeNames = ["code", "statusCode", "status_code"];

    private readonly HashSet<string> _offered;
    private readonly ImmutableArray<string> _usedIds;
    private readonly int _mostCharacters;
    private readonly SpokenText _spoken;
    private readonly CallPieces _calls;
    private readonly PassBack _passBack = new();
    private readonly StringBuilder _raw = new();
    private string? _finish;
    private int? _choice;
    private bool _hasBegun;
    private bool _isDone;
    private bool _wasMessage;
    private bool _isWhole;

    public AnswerReader(ModelRequest request, int mostCharacters)
    {
        _offered = request.Tools.Select(static tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        _usedIds = [.. request.Messages.OfType<ModelMessage.Calls>().SelectMany(static calls => calls.Requested).Select(static call => call.ModelCallId)];
        _mostCharacters = mostCharacters;
        _spoken = new(_offered);
        _calls = new(_offered);
    }

    /// <summary>The error in the stream, if any. It invalidates all earlier text.</summary>
    public ProviderFault? Fault { get; private set; }

    /// <summary>The reason why the answer is unusable, as a slug.</summary>
    public string? Garbled { get; private set; }

    /// <summary>True if no later chunk can change the answer.</summary>
    public bool IsOver => _isDone || Fault is not null || Garbled is not null || _spoken.Length > _mostCharacters;

    /// <summary>True after a finish reason, the end marker, or a message in an answer that is not streamed.</summary>
    public bool IsFinished => _isDone || _finish is not null || (_isWhole && _wasMessage);

    /// <returns>The text that can be shown now.</returns>
    public string Take(ChatEvent read)
    {
        if (read is not ChatEvent.Chunk { Value: var chunk, IsWhole: var isWhole })
        {
            _isDone = true;
            return "";
        }

        _isWhole = isWhole;
        if (IsError(chunk))
        {
            Fault = ProviderFault.InStream(chunk);
            return "";
        }

        return Choice(chunk) is { } choice ? TakeChoice(choice) : "";
    }

    public ModelAnswer Answer()
    {
        _spoken.End();
        if (_spoken.Length > _mostCharacters)
            return new ModelAnswer.Said(ChatText.Whole(_spoken.Text[.._mostCharacters]) + " […]", []);
        var ending = Ending();
        var calls = _calls.IsEmpty ? [] : _calls.Whole(_usedIds);
        if (_calls.IsEmpty && _spoken.Held.Length > 0)
            calls = InText();
        var text = ChatText.Whole(_spoken.Text);
        Garbled ??=
            _hasBegun && IsFinished && (text.Length > 0 || !calls.IsEmpty || _calls.IsEmpty) ? null
            : text.Length == 0 && calls.IsEmpty ? "no-answer"
            : "cut-off";
        if (Garbled is not null)
            return new ModelAnswer.Failed("model-garbled");
        if (!calls.IsEmpty)
            return new ModelAnswer.Said(text, calls)
            {
                PassBack = _passBack.ToText(_spoken.HadThought && !_calls.IsEmpty ? ChatText.Whole(_raw.ToString()) : null),
            };
        if (text.Length == 0 && ending == Broken)
            return new ModelAnswer.Failed("model-unavailable");
        return new ModelAnswer.Said(ending is null ? text : $"{text.TrimEnd()}\n\n{ending}".TrimStart(), []);
    }

    private static bool IsError(JsonElement chunk) =>
        IsSet(chunk.Member("error")) || chunk.MemberText("object") == "error" || chunk.MemberText("type") == "error"
        || (First(chunk) is { } choice && IsSet(choice.Member("error")))
        || (chunk.Member("choices") is null
            && (ErrorNames.Any(name => IsSet(chunk.Member(name)))
                || (TextNames.Any(name => chunk.MemberText(name).Length > 0) && CodeNames.Any(name => IsSet(chunk.Member(name))))))
        || (chunk.Member("base_resp") is { } state && state.MemberNumber("status_code") is not (null or 0));

    private static bool IsSet(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().Any(),
        { ValueKind: JsonValueKind.Array } items => items.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.String } text => text.ReadText().Length > 0,
        { ValueKind: JsonValueKind.Number } number => number.TryGetDouble(out var code) && code != 0,
        { ValueKind: JsonValueKind.True } => true,
        _ => false,
    };

    private static JsonElement? First(JsonElement chunk) => chunk.Member("choices") switch
    {
        { ValueKind: JsonValueKind.Array } all when all.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first => first,
        { ValueKind: JsonValueKind.Object } only => only,
        _ => null,
    };

    /// <summary>Returns the choice with the index of the first chunk's choice.</summary>
    private JsonElement? Choice(JsonElement chunk)
    {
        if (First(chunk) is not { } first)
            return null;
        _choice ??= first.MemberNumber("index");
        if (chunk.Member("choices") is not { ValueKind: JsonValueKind.Array } all)
            return first;
        var same = all.EnumerateArray().FirstOrDefault(choice => choice.MemberNumber("index") is not { } index || index == _choice);
        return same.ValueKind is JsonValueKind.Object ? same : null;
    }

    private string TakeChoice(JsonElement choice)
    {
        _hasBegun = true;
        if (choice.MemberText("finish_reason").Trim() is { Length: > 0 } finish && !finish.Equals("null", StringComparison.OrdinalIgnoreCase))
            _finish = finish;
        var delta =
            choice.Member("delta") is { ValueKind: JsonValueKind.Object } given && (given.EnumerateObject().Any() || choice.Member("message") is null)
                ? given
                : default;
        // A complete message: the server does not stream, or repeats the streamed text.
        if (delta.ValueKind is not JsonValueKind.Object
            && choice.Member("message") is { ValueKind: JsonValueKind.Object } message
            && !_wasMessage
            && _raw.Length == 0
            && _calls.IsEmpty)
            (delta, _wasMessage) = (
                message,
                IsSet(message.Member("content"))
                    || IsSet(message.Member("refusal"))
                    || IsSet(message.Member("tool_calls"))
                    || IsSet(message.Member("function_call")));
        if (delta.ValueKind is not JsonValueKind.Object)
            return Say(choice.MemberText("text"));
        if ((delta.Member("tool_calls") is { } listed && IsSet(listed) ? listed : delta.Member("function_call")) is { } calls)
            _calls.Take(calls);
        if (_calls.IsTooMuch)
            Garbled = "too-many-calls";
        _passBack.TakeOfMessage(delta);
        return Say(TextOf(delta.Member("content")) + delta.MemberText("refusal"));
    }

    private string Say(string piece)
    {
        if (piece.Length == 0)
            return "";
        _raw.Append(piece);
        if (_raw.Length > MostText)
            Garbled = TooMuchText;
        var room = Math.Max(0, _mostCharacters - _spoken.Length);
        var said = new StringBuilder();
        for (var at = 0; at < piece.Length && !IsOver; at += Slice)
        {
            said.Append(_spoken.Take(piece[at..Math.Min(at + Slice, piece.Length)]));
            if (_spoken.Waiting > Math.Max(_mostCharacters, 64 * 1024))
                Garbled = TooMuchText;
        }

        return said.ToString(0, Math.Min(said.Length, room));
    }

    /// <summary>Returns the text of a string, a part, or an array of parts. Thought parts are excluded.</summary>
    private static string TextOf(JsonElement? content) =>
        content switch
        {
            { ValueKind: JsonValueKind.String } text => text.ReadText(),
            { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(static part => TextOf(part))),
            { ValueKind: JsonValueKind.Object } part when IsThought(part.MemberText("type")) => "",
            { ValueKind: JsonValueKind.Object } part => (
                part.Member("text") is { ValueKind: JsonValueKind.Object } inner ? inner.MemberText("value") : part.MemberText("text")
            ) + part.MemberText("refusal"),
            _ => "",
        };

    private static bool IsThought(string type) =>
        type.Contains("think", StringComparison.OrdinalIgnoreCase) || type.Contains("reason", StringComparison.OrdinalIgnoreCase);

    private ImmutableArray<RequestedCall> InText()
    {
        var read = CallsInText.Read(_spoken.Held, _spoken.IsBare, isAfterText: !string.IsNullOrWhiteSpace(_spoken.Text), _offered);
        if (read.IsEmpty && (_spoken.IsBare || _offered.Count == 0))
            _spoken.Release();
        else if (read.IsEmpty && Ending() is null)
            Garbled = "call-in-text";
        var calls = new CallPieces(_offered);
        foreach (var (tool, arguments) in read)
            calls.Take(JsonSerializer.SerializeToElement(new[] { new { function = new { name = tool, arguments } } }));
        return calls.IsTooMuch ? [] : calls.Whole(_usedIds);
    }

    /// <summary>Reads the parts of a reason such as <c>content_filter: RECITATION</c> or <c>FinishReason.MAX_TOKENS</c>.</summary>
    private string? Ending() => _finish?.ToUpperInvariant().Replace('-', '_').Split([' ', ':', '.', ','], StringSplitOptions.RemoveEmptyEntries)
        .Select(EndingOf).FirstOrDefault(static ending => ending is not null);

    private static string? EndingOf(string reason) =>
        reason switch
        {
            "LENGTH"
            or "MAX_TOKENS"
            or "MODEL_LENGTH"
            or "MAX_LENGTH"
            or "MAX_OUTPUT_TOKENS"
            or "TOKEN_LIMIT"
            or "MAX_COMPLETION_TOKENS"
            or "CONTEXT_LENGTH"
            or "CONTEXT_LENGTH_EXCEEDED"
            or "MODEL_CONTEXT_WINDOW_EXCEEDED"
            or "INCOMPLETE"
            or "TRUNCATED"
            or "LIMIT" => Cut,
            "CONTENT_FILTER"
            or "CONTENT_FILTERED"
            or "SAFETY"
            or "RECITATION"
            or "PROHIBITED_CONTENT"
            or "BLOCKLIST"
            or "SPII"
            or "GUARDRAIL_INTERVENED"
            or "GUARDRAILS"
            or "SENSITIVE"
            or "MODERATION"
            or "CONTENT_POLICY_VIOLATION"
            or "BLOCKED"
            or "LANGUAGE"
            or "IMAGE_SAFETY" => Filtered,
            "ERROR"
            or "NETWORK_ERROR"
            or "SERVER_ERROR"
            or "INTERNAL_ERROR"
            or "INSUFFICIENT_SYSTEM_RESOURCE"
            or "ABORT"
            or "ABORTED"
            or "CANCELLED"
            or "CANCELED"
            or "TIMEOUT"
            or "OTHER"
            or "ENGINE_OVERLOADED"
            or "MALFORMED_FUNCTION_CALL" => Broken,
            _ => null,
        };
}
