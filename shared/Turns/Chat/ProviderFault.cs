using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// An error as the provider sent it, reduced to what a log may have: HTTP status, a code, the path of a field. Its text can have words of
/// the prompt; it is read here and goes no further.
/// </summary>
internal sealed partial class ProviderFault
{
    private const int MostCharacters = 16 * 1024;
    private const int Deepest = 8;

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

    /// <summary>An error inside a stream: its own number is the status.</summary>
    public static ProviderFault InStream(JsonElement chunk)
    {
        var fault = new ProviderFault(0, chunk.GetRawText());
        fault.Status = fault._codes.Select(static code => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).FirstOrDefault(static number => number is >= 400 and < 600);
        return fault;
    }

    /// <summary>The optional fields that the server does not accept; all of them where it refuses the request's fields and names none.</summary>
    public ImmutableArray<string> RefusedFields(IReadOnlySet<string> optional)
    {
        if (Status is not (400 or 422))
            return [];
        var text = _text.ToString();
        var isAboutFields = AboutFields().IsMatch(text) || _codes.Exists(static code => AboutFields().IsMatch(code));
        string[] named = [.. optional.Where(field => _paths.Exists(path => path.Split('.', '[', ']', '/').Contains(field)) || (isAboutFields && Regex.IsMatch(text, $@"(?<!\w){field}(?!\w)")))];
        if (named.Length > 0)
            Field ??= named[0];
        return named.Length > 0 || _paths.Count > 0 ? [.. named]
            : text.Length == 0 || UnknownFields().IsMatch(text) || _codes.Exists(static code => UnknownFields().IsMatch(code)) ? [.. optional] : [];
    }

    public override string ToString() => string.Join(", ", new[] { Status > 0 ? string.Create(CultureInfo.InvariantCulture, $"HTTP {Status}") : null, Code, Field is null ? null : $"field {Field}" }.OfType<string>());

    private bool Matches(string pattern) => _codes.Exists(code => Regex.IsMatch(code, pattern, RegexOptions.IgnoreCase));

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
        if (member.Name is "code" or "type" or "status" or "error_code" or "status_code" && isScalar)
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

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.:-]{0,63}$")]
    private static partial Regex Slug();

    [GeneratedRegex(@"^[A-Za-z0-9_.\[\]/$-]{1,128}$")]
    private static partial Regex FieldPath();

    /// <summary>Names of the protocol only: any other word of the text may be the prompt's.</summary>
    [GeneratedRegex(@"\b(?:messages|tools|tool_choice|stream_options|max_tokens|max_completion_tokens|temperature|top_p|response_format|reasoning_effort)(?:\[\d+\]|\.\d+|\.(?:content|role|name|tool_calls|tool_call_id|function|arguments|parameters|reasoning|reasoning_content)\b)*")]
    private static partial Regex Paths();

    [GeneratedRegex(@"unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed|forbidden|additional|invalid|argument|parameter|property|field|keyword|ignored|accept", RegexOptions.IgnoreCase)]
    private static partial Regex AboutFields();

    [GeneratedRegex(@"(?:unrecogni[sz]ed|unknown|unexpected|extra|unsupported|additional)\W*_?\s*(?:request\s+)?(?:field|propert|parameter|param|argument|input|key)|extra_forbidden|not permitted", RegexOptions.IgnoreCase)]
    private static partial Regex UnknownFields();
}
