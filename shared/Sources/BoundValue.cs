namespace Onbehalf.Sources;

/// <summary>
/// A value for the parameter <c>:name</c> of a statement. It is bound and never part of the text. A date is <c>yyyy-MM-dd</c>; null is the null
/// of the type.
/// </summary>
public sealed record BoundValue(string Name, BoundType Type, string? Value);

public enum BoundType
{
    Date,
    Text,
}
