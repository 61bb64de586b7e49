using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>What a token endpoint answered (RFC 6749 §5).</summary>
internal abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    public sealed record Granted(SecretText? IdToken, SecretText? RefreshToken) : TokenAnswer
    {
        /// <summary>A bearer token; null where the answer held none, or one of another type.</summary>
        public SecretText? AccessToken { get; init; }

        public TimeSpan? ExpiresIn { get; init; }

        public string? Scope { get; init; }
    }

    public sealed record Denied(string Error) : TokenAnswer
    {
        public RefusalCause Cause { get; init; } = RefusalCauses.Of(Error, null, []);

        /// <summary>The error and Entra's number for it: what an operator may read. The description can name people.</summary>
        public string Summary { get; init; } = Error;
    }

    public sealed record Unavailable : TokenAnswer;
}
