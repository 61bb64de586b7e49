namespace Onbehalf.Acts;

/// <summary>What a rule's look came to.</summary>
public abstract record RuleLook
{
    private RuleLook()
    {
    }

    /// <summary>The condition has come true since the look before.</summary>
    /// <param name="State">What is to be remembered once the run has begun.</param>
    public sealed record CameTrue(RuleState State) : RuleLook;

    public sealed record Quiet(RuleState State) : RuleLook;

    /// <summary>It could not look this time; the next look compares with the one before.</summary>
    public sealed record Failed : RuleLook;

    /// <summary>It may not look any more.</summary>
    public sealed record Lost(string Slug) : RuleLook;
}

/// <param name="Content">The agreed content that this belongs to: another content looks for the first time.</param>
/// <param name="Digest">Of the rows, under a key of the author, for <c>changes</c>.</param>
public sealed record RuleState(string Content, bool Held, string? Digest);
