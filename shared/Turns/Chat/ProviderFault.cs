using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// An error of the provider, reduced to the parts that may be logged: HTTP status, a code, the path of a field. Its text can contain words of the
/// prompt, so it is never exposed.
/// </summary>
internal sealed partial class ProviderFault
{
    private const int MostCharacters = 16 * 1024;
    private const int Deepest = 8;
    private const int MostAround = 80;
    private const int Milliseconds = 1000;
    private const string Refusal = "(?:unrecogni[sz]ed|unknown|unexpected|unsupported|extra|additional|invalid|not (?:supported|permitted|allowed|accepted))";
    private const string Nouns = "(?:request|json|body|keyword|names?|inputs?|fields?|keys?|param(?:eter)?s?|arguments?|propert(?:y|ies)|members?|object|s"
        + "|supplied|provided|in|is|are|not|permitted|allowed|supported)";

    private static readonly string[] Placeholders = ["error", "None", "null", "none"];
    private static readonly string[] Echoes = ["input", "ctx", "url", "failed_generation"];
    private static readonly string[] Words = ["message", "msg", "detail", "error", "reason", "title", "description", "error_msg", "status_msg", "raw"];

    private readonly StringBuilder _text = new();
    private readonly List<string> _codes = [];
    private readonly List<string> _paths = [];

    private ProviderFault(int status, string body)
    {
        Status = status;
        try
        {
            using var document = JsonDocument.Parse(body);
            Walk(document.RootElement, 0);
        }
        catch (JsonException)
        {
            _text.Append(body);
        }

        Code = _codes.FirstOrDefault(static code => !Placeholders.Contains(code) && Slug().IsMatch(code));
        Field = _paths.Concat(Paths().Matches(_text.ToString()).Select(static path => path.Value)).FirstOrDefault(static path => FieldPath().IsMatch(path));
    }

    public int Status { get; private set; }

    public string? Code { get; }

    public string? Field { get; private set; }

    public bool IsFiltered => Matches("content_?filter|content_?policy|responsibleai|moderation|safety|guardrail") && Status is < 500;

    public bool IsBusy => !IsOutOfFunds && (Status is 429 or 529 || Matches("overload|rate_?limit|throttl|too_?many|exhausted|engine_busy|busy"));

    public bool IsRefusal => IsOutOfFunds || Status is >= 400 and < 500 and not (408 or 429)
        || (Status == 0 && Matches("invalid|bad_?request|auth|permission|not_?found|unsupported|context_length"));

    public bool IsOutOfFunds => Status == 402 || Matches("insufficient_(quota|balance|funds|credits)|billing|payment");

    public static ProviderFault Of(int status, string body) => new(status, body.Length > MostCharacters ? body[..MostCharacters] : body);

    /// <summary>Creates a fault from an error inside a stream. Its numeric code is the status.</summary>
    public static ProviderFault InStream(JsonElement chunk)
    {
        var fault = new ProviderFault(0, chunk.GetRawText());
        fault.Status = fault
            ._codes.Select(static code => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .FirstOrDefault(static number => number is >= 400 and < 600);
        return fault;
    }

    /// <summary>
    /// Returns the optional fields that the server names as not accepted. If it refuses fields without naming one, returns all optional fields
    /// except <c>store</c>. Without that field a provider can store people's words, so it is omitted only if the refusal names it.
    /// </summary>
    public ImmutableArray<string> RefusedFields(IReadOnlySet<string> optional)
    {
        if (Status is not (400 or 422))
            return [];
        var text = _text.ToString();
        string[] named = [.. optional.Where(field => _paths.Count > 0 ? _paths.Exists(path => IsOf(path, field)) : IsRefused(text, field))];
        if (named.Length > 0)
            Field ??= named[0];
        return named.Length > 0 || _paths.Count > 0 ? [.. named]
            : text.Length == 0 || UnknownFields().IsMatch(text) || _codes.Exists(static code => UnknownFields().IsMatch(code))
                ? [.. optional.Where(static field => field != ChatBody.Store)]
            : [];
    }

    public override string ToString() =>
        string.Join(
            ", ",
            new[]
            {
                Status > 0 ? string.Create(CultureInfo.InvariantCulture, $"HTTP {Status}") : null,
                Code,
                Field is null ? null : $"field {Field}",
            }.OfType<string>());

    /// <summary>
    /// Compares a path with a field. <c>store</c> must be a top-level field, because a path through a tool's schema can end with the same word.
    /// </summary>
    private static bool IsOf(string path, string field)
    {
        var parts = path.Split(['.', '[', ']', '/', '#', '$'], StringSplitOptions.RemoveEmptyEntries);
        return field == ChatBody.Store ? parts is [ChatBody.Store] or ["body" or "request", ChatBody.Store] : parts.Contains(field);
    }

    /// <summary>
    /// Returns true if the text calls this field unknown or unsupported. Elsewhere in the text, the same word can be from the prompt.
    /// </summary>
    private static bool IsRefused(string text, string field)
    {
        for (var at = text.IndexOf(field, StringComparison.Ordinal); at >= 0; at = text.IndexOf(field, at + 1, StringComparison.Ordinal))
        {
            var before = text[Math.Max(0, at - MostAround)..at];
            var after = text[(at + field.Length)..Math.Min(text.Length, at + field.Length + MostAround)];
            if (!IsWord(before.LastOrDefault()) && !IsWord(after.FirstOrDefault()) && (RefusalBefore().IsMatch(before) || RefusalAfter().IsMatch(after)))
                return true;
        }

        return false;
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    private bool Matches(string pattern) =>
        _codes.Exists(code => Regex.IsMatch(code, pattern, RegexOptions.IgnoreCase, TimeSpan.FromMilliseconds(Milliseconds)));

    private void Walk(JsonElement value, int depth)
    {
        if (depth > Deepest)
            return;
        if (value.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Walk(item, depth + 1);
        }
        else if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject().Where(static member => !Echoes.Contains(member.Name)))
                Read(member, depth);
        }
        else if (value.ValueKind is JsonValueKind.String)
        {
            _text.Append(value.ReadText()).Append('\n');
        }
    }

    private void Read(JsonProperty member, int depth)
    {
        var isScalar = member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number;
        if (member.Name is "code" or "type" or "status" or "error_code" or "status_code" or "statusCode" && isScalar)
            _codes.Insert(member.Name is "code" ? 0 : _codes.Count, member.Value.ToString());
        else if (member.Name is "param" or "field" or "parameter" or "pointer" && member.Value.ValueKind is JsonValueKind.String)
            AddPath(member.Value.ReadText());
        else if (member.Name is "loc" && member.Value.ValueKind is JsonValueKind.Array)
            AddPath(string.Join('.', member.Value.EnumerateArray().Select(static part => part.ToString())));
        else if (Words.Contains(member.Name) || !isScalar)
            Walk(member.Value, depth + 1);
    }

    private void AddPath(string path)
    {
        if (path.Length > 0 && !Placeholders.Contains(path))
            _paths.Add(path);
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.:-]{0,63}\z", RegexOptions.None, Milliseconds)]
    private static partial Regex Slug();

    [GeneratedRegex(@"^[A-Za-z0-9_.\[\]/$-]{1,128}\z", RegexOptions.None, Milliseconds)]
    private static partial Regex FieldPath();

    /// <summary>Field names of the protocol only. Any other word of the text can be from the prompt.</summary>
    [GeneratedRegex(
        @"\b(?:messages|tools|tool_choice|stream_options|max_tokens|max_completion_tokens|temperature|top_p|response_format|reasoning_effort)(?:\[\d+\]|\.\d+|\.(?:content|role|name|tool_calls|tool_call_id|function|arguments|parameters|reasoning|reasoning_content)\b)*",
        RegexOptions.None,
        Milliseconds)]
    private static partial Regex Paths();

    /// <summary>
    /// Matches <c>Unknown parameter: 'store'</c>. A refusal and a name with only a space between them can be words of a prompt, so they do not
    /// match.
    /// </summary>
    [GeneratedRegex(Refusal + @"(?:(?:\W{0,3}\b" + Nouns + @"\b)+\W{1,4}|\W{2,4})\z", RegexOptions.IgnoreCase, Milliseconds)]
    private static partial Regex RefusalBefore();

    /// <summary>Matches <c>property 'store' is unsupported</c> and <c>store: Extra inputs are not permitted</c>.</summary>
    [GeneratedRegex(@"\A\W{1,3}(?:(?:" + Nouns + @"|was|an?)\s){0,3}" + Refusal, RegexOptions.IgnoreCase, Milliseconds)]
    private static partial Regex RefusalAfter();

    [GeneratedRegex(
        @"(?:unrecogni[sz]ed|unknown|unexpected|extra|unsupported|additional)\W{0,8}_?\s{0,8}(?:request\s+)?(?:field|propert|parameter|param|argument|input|key)|extra_forbidden|not permitted",
        RegexOptions.IgnoreCase,
        Milliseconds)]
    private static partial Regex UnknownFields();
}
