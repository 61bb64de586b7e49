namespace Onbehalf.Identity;

/// <summary>Who sent a request. An anonymous caller showed no proof; a refused one showed a proof that does not hold.</summary>
public abstract record CallerResult
{
    private CallerResult()
    {
    }

    public sealed record Known(Caller Caller) : CallerResult;

    public sealed record Anonymous : CallerResult;

    /// <summary>
    /// <paramref name="Code"/> is a stable slug: <c>token-expired</c>, <c>token-invalid</c>, <c>session-ended</c> (401), <c>cross-site</c> (403),
    /// <c>sign-in-unavailable</c> (503). <paramref name="Challenge"/> is the value of <c>WWW-Authenticate</c>, or null.
    /// </summary>
    public sealed record Refused(string Code, string Reason, string? Challenge = null) : CallerResult;
}
