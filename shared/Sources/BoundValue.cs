namespace Onbehalf.Sources;

/// <summary>
/// A value that a text names as <c>:name</c>. It is bound to the statement and never part of the text. A date is <c>yyyy-MM-dd</c>; null is the
/// null of the type.
/// </summary>
public sealed record BoundValue(string Name, BoundType Type, string? Value);

public enum BoundType
{
    Date,
    Text,
}
