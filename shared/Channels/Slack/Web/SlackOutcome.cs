namespace Onbehalf.Channels.Slack.Web;

/// <summary>The outcome of a call of Slack's Web API.</summary>
internal abstract record SlackOutcome<T>
{
    private SlackOutcome()
    {
    }

    /// <param name="Warning">A warning of Slack about a successful call, such as <c>missing_charset</c>.</param>
    public sealed record Done(T Value, string? Warning = null) : SlackOutcome<T>;

    /// <param name="Code">Slack's error code, such as <c>not_in_channel</c>; <c>unreadable</c> when it is malformed.</param>
    /// <param name="Needed">The missing scope, for <c>missing_scope</c>.</param>
    public sealed record Refused(string Code, string? Needed = null) : SlackOutcome<T>;

    /// <summary>The call was not made. <paramref name="RetryAfter"/> is at most <see cref="SlackRates.Longest"/>.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : SlackOutcome<T>;

    /// <param name="MayBeDone">False when the request cannot have arrived.</param>
    public sealed record Unreachable(bool MayBeDone) : SlackOutcome<T>;

    public SlackOutcome<TOther> Map<TOther>(Func<T, TOther> value) => this switch
    {
        Done done => new SlackOutcome<TOther>.Done(value(done.Value), done.Warning),
        Refused refused => new SlackOutcome<TOther>.Refused(refused.Code, refused.Needed),
        RateLimited limited => new SlackOutcome<TOther>.RateLimited(limited.RetryAfter),
        Unreachable unreachable => new SlackOutcome<TOther>.Unreachable(unreachable.MayBeDone),
        _ => throw new InvalidOperationException($"{GetType().Name} is no outcome."),
    };
}
