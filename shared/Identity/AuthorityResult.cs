namespace Onbehalf.Identity;

/// <summary>The outcome of confirming a person: an <see cref="Authority"/>, or a sentence the person can act on.</summary>
public abstract record AuthorityResult
{
    private AuthorityResult()
    {
    }

    public sealed record Confirmed(Authority Authority) : AuthorityResult;

    /// <summary><paramref name="Code"/> is one of <see cref="AccountCodes"/>.</summary>
    public sealed record Refused(string Code, string Reason) : AuthorityResult
    {
        /// <summary>The directory answered that the account has ended. Only this ends what the person has here.</summary>
        public bool IsClearNo { get; init; }
    }
}
