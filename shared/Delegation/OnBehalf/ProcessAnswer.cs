using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>What Entra answered to an on-behalf-of request.</summary>
internal abstract record ProcessAnswer
{
    private ProcessAnswer()
    {
    }

    /// <summary>The vault holds already what the next request of this process needs.</summary>
    public sealed record Granted(SecretText AccessToken, DateTimeOffset ExpiresAt) : ProcessAnswer;

    /// <summary>Only the person, or whoever consents for them, can change it; asking again does not.</summary>
    public sealed record Refused(string Error) : ProcessAnswer;

    public sealed record Unavailable : ProcessAnswer;
}
