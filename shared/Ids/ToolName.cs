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
