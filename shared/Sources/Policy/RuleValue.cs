namespace Onbehalf.Sources.Policy;

/// <summary>A value in a condition: a constant of the policy, a claim of the person, or another column of the row.</summary>
internal abstract record RuleValue
{
    private RuleValue()
    {
    }

    public sealed record Text(string Value) : RuleValue;

    public sealed record Whole(long Value) : RuleValue;

    public sealed record Fraction(double Value) : RuleValue;

    /// <c>sub</c>, <c>subject</c> or <c>tenant</c>. <c>groups</c> is valid only in place of a list.
    public sealed record Claim(string Name) : RuleValue;

    public sealed record Column(string Name) : RuleValue;
}
