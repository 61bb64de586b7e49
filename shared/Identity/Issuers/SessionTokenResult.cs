using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>The result of a request for a resource token through a person's own sign-in.</summary>
internal abstract record SessionTokenResult
{
    private SessionTokenResult()
    {
    }

    public sealed record Granted(SecretText Token) : SessionTokenResult;

    /// <summary>No grant is stored for this person, or the provider refuses it. Only a new sign-in helps.</summary>
    public sealed record SignInRequired : SessionTokenResult;

    public sealed record Unavailable : SessionTokenResult;
}
