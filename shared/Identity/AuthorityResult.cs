namespace Onbehalf.Identity;

/// <summary>The result of confirming a person: an <see cref="Authority"/>, or a sentence that the person can act on.</summary>
public abstract record AuthorityResult
{
    private AuthorityResult()
    {
    }

    public sealed record Confirmed(Authority Authority) : AuthorityResult;

    /// <summary><paramref name="Code"/> is one of <see cref="AccountCodes"/>.</summary>
    public sealed record Refused(string Code, string Reason) : AuthorityResult
    {
        /// <summary>The directory reports that the account has ended. Only this result ends the person's access.</summary>
        public bool IsClearNo { get; init; }
    }
}
