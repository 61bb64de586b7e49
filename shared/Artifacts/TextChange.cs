using System.Text;
using System.Text.Json;

namespace Onbehalf.Artifacts;

/// <summary>
/// Applies the JSON of a CodeMirror ChangeSet. A number retains that many UTF-16 units. <c>[n, …lines]</c> replaces n units by the lines.
/// The lengths must add up to the length of the text.
/// </summary>
internal static class TextChange
{
    private static readonly OpProblem Shape = new("text-change", "A text change is a list of numbers and of lists that begin with a number.");
    private static readonly OpProblem Length = new("text-length", "The lengths of this text change do not fit the text.");
    private static readonly OpProblem Characters = new("text-characters", "A text change may not add control characters or parts of a character.");

    public static OpProblem? Apply(string text, JsonElement changes, out string result)
    {
        result = text;
        if (changes.ValueKind is not JsonValueKind.Array)
            return Shape;
        var after = new StringBuilder(text.Length);
        var at = 0;
        foreach (var section in changes.EnumerateArray())
        {
            var isReplaced = section.ValueKind is JsonValueKind.Array;
            if (!TryLength(isReplaced ? section.EnumerateArray().FirstOrDefault() : section, out var length))
                return Shape;
            if (length > text.Length - at)
                return Length;
            if (!isReplaced)
                after.Append(text, at, length);
            else if (Insert(section, after) is { } problem)
                return problem;
            if (after.Length > ArtifactLimits.TextLength)
                return new("text-too-long", $"A text has at most {ArtifactLimits.TextLength} characters.");
            at += length;
        }

        if (at != text.Length)
            return Length;
        var whole = after.ToString();
        if (!PlainText.IsWhole(whole))
            return Characters;
        result = whole;
        return null;
    }

    /// <summary>Returns the change that replaces the whole text.</summary>
    public static JsonElement Replace(string before, string after)
    {
        object[] inserted = after.Length == 0 ? [before.Length] : [before.Length, .. after.Split('\n')];
        return JsonSerializer.SerializeToElement(before.Length == 0 && after.Length == 0 ? [] : new object[] { inserted }, ArtifactJson.Options);
    }

    /// <summary>Returns the change that appends to a text of this length.</summary>
    public static JsonElement Append(int length, string more) =>
        JsonSerializer.SerializeToElement(new object[] { length, new object[] { 0 }.Concat(more.Split('\n')) }, ArtifactJson.Options);

    private static OpProblem? Insert(JsonElement section, StringBuilder after)
    {
        var lines = 0;
        foreach (var line in section.EnumerateArray().Skip(1))
        {
            if (line.ValueKind is not JsonValueKind.String)
                return Shape;
            var text = line.GetString()!;
            if (text.Contains('\n', StringComparison.Ordinal) || PlainText.HasHidden(text, isLine: false))
                return Characters;
            after.Append(lines++ == 0 ? "" : "\n").Append(text);
        }

        return null;
    }

    private static bool TryLength(JsonElement number, out int length)
    {
        length = 0;
        return number.ValueKind is JsonValueKind.Number && number.TryGetInt32(out length) && length >= 0;
    }
}
