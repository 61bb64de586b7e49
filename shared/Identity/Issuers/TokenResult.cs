using Onbehalf.People;

namespace Onbehalf.Identity.Issuers;

/// <summary>What a token proves. Beyond "expired" nothing says which check failed.</summary>
internal abstract record TokenResult
{
    private TokenResult()
    {
    }

    public sealed record Valid(Subject Subject) : TokenResult;

    public sealed record Expired : TokenResult;

    public sealed record Invalid : TokenResult;

    /// <summary>The issuer's keys cannot be had.</summary>
    public sealed record Unavailable : TokenResult;
}
