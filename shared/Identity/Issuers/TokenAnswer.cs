using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>The response of a token endpoint (RFC 6749 §5).</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    public sealed record Granted(SecretText? IdToken, SecretText? RefreshToken) : TokenAnswer
    {
        /// <summary>The bearer token. Null if the response has none, or one of another type.</summary>
        public SecretText? AccessToken { get; init; }

        public TimeSpan? ExpiresIn { get; init; }

        public string? Scope { get; init; }
    }

    public sealed record Denied(string Error) : TokenAnswer
    {
        public RefusalCause Cause { get; init; } = RefusalCauses.Of(Error, null, []);

        /// <summary>The error and Entra's number, for the operator. The description is omitted because it can name people.</summary>
        public string Summary { get; init; } = Error;
    }

    public sealed record Unavailable : TokenAnswer;
}
