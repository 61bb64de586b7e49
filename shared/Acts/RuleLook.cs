namespace Onbehalf.Acts;

/// <summary>The result of a rule's check.</summary>
public abstract record RuleLook
{
    private RuleLook()
    {
    }

    /// <summary>The condition became true since the last check.</summary>
    /// <param name="State">The state to store after the run has started.</param>
    public sealed record CameTrue(RuleState State) : RuleLook;

    public sealed record Quiet(RuleState State) : RuleLook;

    /// <summary>The check failed temporarily. The next check compares with the last successful one.</summary>
    public sealed record Failed : RuleLook;

    /// <summary>The author's right to the check is gone.</summary>
    public sealed record Lost(string Slug) : RuleLook;
}

/// <param name="Content">The hash of the agreed content. The first check of other content has no earlier state.</param>
/// <param name="Digest">A digest of the rows with a key of the author, for <c>changes</c>.</param>
public sealed record RuleState(string Content, bool Held, string? Digest);
