namespace Onbehalf.Delegation.OnBehalf;

/// <summary>What Entra answered to an on-behalf-of request.</summary>
internal abstract record ProcessAnswer
{
    private ProcessAnswer()
    {
    }

    /// <param name="State">What the next request of this process needs, to be kept before the token is used. It holds no access token.</param>
    public sealed record Granted(SecretText AccessToken, DateTimeOffset ExpiresAt, SecretText State) : ProcessAnswer;

    /// <summary>Only the person, or whoever consents for them, can change it; asking again does not.</summary>
    public sealed record Refused(string Error) : ProcessAnswer;

    public sealed record Unavailable : ProcessAnswer;
}
