using Onbehalf.People;

namespace Onbehalf.Identity.Issuers;

/// <summary>The result of a token check. Apart from "expired", it does not reveal which check failed.</summary>
internal abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <param name="Subject">The human whom the token names.</param>
    /// <param name="ExpiresAt">The end of its lifetime, with the clock skew that validation allows.</param>
    public sealed record Valid(Subject Subject, DateTimeOffset ExpiresAt) : TokenResult;

    public sealed record Expired : TokenResult;

    public sealed record Invalid : TokenResult;

    /// <summary>The issuer's keys are unavailable.</summary>
    public sealed record Unavailable : TokenResult;
}
