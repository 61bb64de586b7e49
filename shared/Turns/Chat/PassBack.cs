using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Onbehalf.Turns.Chat;

/// <summary>
/// Collects members of a message or call that the provider requires in the next request. Examples are <c>reasoning_content</c> and thought
/// signatures. They are never shown. Above the size limit, nothing is passed back. Members with an irregular name or with a name of the request's
/// own fields are ignored.
/// </summary>
internal sealed partial class PassBack
{
    private const int MostCharacters = 512 * 1024;
    private const string ContentName = "content";

    private static readonly string[] Prefixes = ["reasoning", "thinking", "thought"];
    private static readonly string[] Names = ["extra_content", "provider_specific_fields", "signature", "encrypted_content"];
    private static readonly string[] Own =
    [
        "index",
        "id",
        "type",
        "function",
        "name",
        "arguments",
        "parameters",
        "model",
        "stream",
        "stream_options",
        "messages",
        "role",
        "content",
        "tools",
        "tool_calls",
        "tool_call_id",
        ChatBody.Store,
    ];

    /// <summary>The members that are streamed in pieces; all others arrive complete.</summary>
    private static readonly string[] InPieces = ["text", "summary", "thinking"];

    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly JsonObject _members = [];
    private int _size;

    /// <summary>The number of received characters. Above the limit, further members are not stored.</summary>
    public int Size => _size;

    public static IEnumerable<(string Name, JsonElement Value)> Members(string? text)
    {
        if (text is null)
            return [];
        using var document = JsonDocument.Parse(text);
        return
        [
            .. document
                .RootElement.EnumerateObject()
                .Where(static member => member.Name != ContentName)
                .Select(static member => (member.Name, member.Value.Clone())),
        ];
    }

    /// <summary>Returns the model's original text with its thoughts, if it must be passed back unchanged.</summary>
    public static string? Content(string? text)
    {
        if (text is null)
            return null;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty(ContentName, out var content) ? content.GetString() : null;
    }

    public void TakeOfMessage(JsonElement message)
    {
        foreach (var member in message.EnumerateObject())
        {
            if (Names.Contains(member.Name) || Prefixes.Any(prefix => member.Name.StartsWith(prefix, StringComparison.Ordinal)))
                Take(member);
        }
    }

    public void TakeOfCall(JsonElement call)
    {
        foreach (var member in call.EnumerateObject())
            Take(member);
    }

    public string? ToText(string? content)
    {
        var all = (JsonObject)_members.DeepClone();
        foreach (var (name, text) in _texts)
            all[name] = text.ToString();
        if (content is not null)
            all[ContentName] = content;
        return _size > MostCharacters || all.Count == 0 ? null : all.ToJsonString();
    }

    private void Take(JsonProperty member)
    {
        if (member.Value.ValueKind is JsonValueKind.Null || Own.Contains(member.Name) || !Plain().IsMatch(member.Name))
            return;
        if (_size > MostCharacters || (_size += member.Name.Length + member.Value.GetRawText().Length) > MostCharacters)
            return;
        if (member.Value.ValueKind is not JsonValueKind.String)
            Merge(_members, member.Name, JsonNode.Parse(member.Value.GetRawText()));
        else if (member.Value.ReadText() is { Length: > 0 } text)
            (_texts.TryGetValue(member.Name, out var known) ? known : _texts[member.Name] = new()).Append(text);
    }

    private static void Merge(JsonObject parent, string name, JsonNode? more)
    {
        switch (parent[name], more)
        {
            case (JsonObject known, JsonObject members):
                foreach (var (inner, value) in members)
                    Merge(known, inner, value);
                break;
            case (JsonArray known, JsonArray items):
                foreach (var item in items)
                    Add(known, item);
                break;
            case (_, not null):
                parent[name] = more.DeepClone();
                break;
        }
    }

    /// <summary>Appends a piece to the last block of thoughts. A signature ends a block.</summary>
    private static void Add(JsonArray blocks, JsonNode? piece)
    {
        if (blocks.LastOrDefault() is not JsonObject last
            || piece is not JsonObject more
            || !IsSame(last, more, "type")
            || !IsSame(last, more, "index")
            || IsSet(last, "signature")
            || IsSet(last, "data"))
        {
            blocks.Add(piece?.DeepClone());
            return;
        }

        foreach (var (name, value) in more)
        {
            if (InPieces.Contains(name)
                && last[name] is JsonValue said
                && said.TryGetValue<string>(out var start)
                && value is JsonValue added
                && added.TryGetValue<string>(out var rest))
                last[name] = start + rest;
            else if (value is not null)
                last[name] = value.DeepClone();
        }
    }

    private static bool IsSame(JsonObject left, JsonObject right, string name) => JsonNode.DeepEquals(left[name], right[name]);

    private static bool IsSet(JsonObject block, string name) => block[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]{0,63}\z", RegexOptions.None, 1000)]
    private static partial Regex Plain();
}
