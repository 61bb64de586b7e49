namespace Onbehalf.Identity;

/// <summary>The outcome of confirming a person: an <see cref="Authority"/>, or a sentence the person can act on.</summary>
public abstract record AuthorityResult
{
    private AuthorityResult()
    {
    }

    public sealed record Confirmed(Authority Authority) : AuthorityResult;

    /// <summary><paramref name="Code"/> is a stable slug: <c>account-disabled</c>, <c>account-unknown</c>, <c>directory-unavailable</c>.</summary>
    public sealed record Refused(string Code, string Reason) : AuthorityResult;
}
