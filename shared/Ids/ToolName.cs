using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Ids;

public readonly record struct ToolName
{
    public ToolName(string value) =>
        Value = value.Length is > 0 and <= 64 && value.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? value
            : throw new ArgumentException("A tool name is 1 to 64 of a-z, 0-9 and underscore.", nameof(value));

    public string Value { get; }

    public override string ToString() => Value;
}

/// <summary>One tool call of a turn: <c>{turn}-c{model call}-{position}</c>. Ours, not the model's; the idempotency key of its act.</summary>
public readonly partial record struct CallId
{
    private CallId(string value, int modelCall, int position)
    {
        Value = value;
        ModelCall = modelCall;
        Position = position;
    }

    public string Value { get; }

    public int ModelCall { get; }

    public int Position { get; }

    public static CallId Of(TurnId turn, int modelCall, int position) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{turn}-c{modelCall}-{position}"), modelCall, position);

    public static bool TryParse(string? text, TurnId turn, out CallId id)
    {
        var tail =
            text is { Length: <= 120 } && text.StartsWith($"{turn}-c", StringComparison.Ordinal) ? Tail().Match(text[$"{turn}-c".Length..]) : Match.Empty;
        id = tail.Success ? Of(turn, Number(tail.Groups[1]), Number(tail.Groups[2])) : default;
        return tail.Success && id.Value == text;
    }

    public override string ToString() => Value;

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([0-9]{1,3})-([0-9]{1,3})$")]
    private static partial Regex Tail();
}
