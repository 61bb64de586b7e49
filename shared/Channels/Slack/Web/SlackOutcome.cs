namespace Onbehalf.Channels.Slack.Web;

/// <summary>What came of one call of Slack's Web API.</summary>
internal abstract record SlackOutcome<T>
{
    private SlackOutcome()
    {
    }

    /// <param name="Warning">Slack did it and complains, such as <c>missing_charset</c>.</param>
    public sealed record Done(T Value, string? Warning = null) : SlackOutcome<T>;

    /// <param name="Code">Slack's own, such as <c>not_in_channel</c>; <c>unreadable</c> where it is no code.</param>
    /// <param name="Needed">The scope that is missing, with <c>missing_scope</c>.</param>
    public sealed record Refused(string Code, string? Needed = null) : SlackOutcome<T>;

    /// <summary>Not done. <paramref name="RetryAfter"/> is never longer than <see cref="SlackRates.Longest"/>.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : SlackOutcome<T>;

    /// <param name="MayBeDone">False where the request cannot have arrived.</param>
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
