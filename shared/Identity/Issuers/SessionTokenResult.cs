using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>What a person's own sign-in gives for another resource.</summary>
internal abstract record SessionTokenResult
{
    private SessionTokenResult()
    {
    }

    public sealed record Granted(SecretText Token) : SessionTokenResult;

    /// <summary>Nothing is kept of this person's sign-in, or the provider honours it no longer: only they can mend it.</summary>
    public sealed record SignInRequired : SessionTokenResult;

    public sealed record Unavailable : SessionTokenResult;
}
