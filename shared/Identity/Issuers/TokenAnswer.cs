using Onbehalf.Delegation;

namespace Onbehalf.Identity.Issuers;

/// <summary>What a token endpoint answered (RFC 6749 §5).</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    public sealed record Granted(SecretText? IdToken, SecretText? RefreshToken) : TokenAnswer;

    public sealed record Denied(string Error) : TokenAnswer;

    public sealed record Unavailable : TokenAnswer;
}
