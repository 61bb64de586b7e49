using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>Entra's response to an on-behalf-of request.</summary>
internal abstract record ProcessAnswer
{
    private ProcessAnswer()
    {
    }

    /// <summary>The vault already has the tokens that the next request of this process needs.</summary>
    public sealed record Granted(SecretText AccessToken, DateTimeOffset ExpiresAt) : ProcessAnswer;

    /// <summary>Only the person, or an administrator who consents for them, can resolve it; a retry cannot.</summary>
    public sealed record Refused(string Error) : ProcessAnswer;

    public sealed record Unavailable : ProcessAnswer;
}
