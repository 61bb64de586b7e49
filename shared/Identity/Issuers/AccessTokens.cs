using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Onbehalf.People;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Validates access tokens (RFC 9068) of the allow-listed issuers. A valid token has this app as its audience and names a human. The sender
/// learns no reason for a refusal; the log has it.
/// </summary>
internal sealed partial class AccessTokens(IssuerCatalog issuers, ILogger<AccessTokens>? log = null)
{
    private const int MaxLength = 16 * 1024;
    private const string Unlisted = "none";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };
    private readonly ILogger _log = log ?? NullLogger<AccessTokens>.Instance;

    public async Task<TokenResult> ValidateAsync(string text)
    {
        if (Read(text) is not { } token)
            return Refuse(Unlisted, "it is no signed token in three parts, or too long");
        if (issuers.Of(token) is not { } metadata)
            return Refuse(Unlisted, $"its issuer {OperatorText.Name(token.Issuer)} is not in ONBEHALF_ISSUERS");
        var issuer = metadata.Issuer;
        if (WhyNotHeader(issuer, token) is { } header)
            return Refuse(issuer.Id, header);
        if (await VerifyAsync(_handler, metadata, token, static snapshot => snapshot.AccessTokens) is not { } result)
        {
            Log.NotChecked(_log, issuer.Id, metadata.Trouble ?? "its keys cannot be had");
            return new TokenResult.Unavailable();
        }

        if (result.Exception is SecurityTokenExpiredException)
        {
            Log.Expired(_log, issuer.Id);
            return new TokenResult.Expired();
        }

        if (!result.IsValid)
            return Refuse(issuer.Id, TokenFault.Of(result.Exception, token, issuer.Audience));
        if (TokenPurpose.WhyNotForAHuman(issuer, token) is { } purpose)
            return Refuse(issuer.Id, purpose);
        return TokenSubject.Of(issuer, token, issuer.SubjectClaim) is { } subject
            ? new TokenResult.Valid(subject, new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + IssuerSnapshot.LateBy)
            : Refuse(issuer.Id, TokenFault.NoPerson(issuer, issuer.SubjectClaim));
    }

    /// <summary>Returns the result for signature, lifetime, issuer and audience, or null if the issuer's keys are unavailable.</summary>
    internal static async Task<TokenValidationResult?> VerifyAsync(
        JsonWebTokenHandler handler, IssuerMetadata metadata, JsonWebToken token, Func<IssuerSnapshot, TokenValidationParameters> rules)
    {
        if (await KeysForAsync(metadata, token.Kid) is not { } snapshot)
            return null;
        if (!snapshot.Knows(token.Kid))
            return new() { Exception = new SecurityTokenSignatureKeyNotFoundException() };
        var result = await handler.ValidateTokenAsync(token, snapshot.With(rules(snapshot), token.Kid));
        // A key without a kid can be replaced without a new kid. Only an invalid signature reveals the change.
        if (result.Exception is SecurityTokenInvalidSignatureException && snapshot.IsNameless(token.Kid)
            && await metadata.NewerThanAsync(snapshot) is { } newer && !ReferenceEquals(newer, snapshot))
            result = await handler.ValidateTokenAsync(token, newer.With(rules(newer), token.Kid));
        return result;
    }

    internal static JsonWebToken? Read(string text)
    {
        // A signed token has three parts. A nested or encrypted token (five parts) is not accepted.
        if (text.Length is 0 or > MaxLength || text.AsSpan().Count('.') != 2)
            return null;
        try
        {
            return new JsonWebToken(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static async ValueTask<IssuerSnapshot?> KeysForAsync(IssuerMetadata metadata, string? keyId)
    {
        var snapshot = await metadata.CurrentAsync();
        return snapshot is null || snapshot.Knows(keyId) ? snapshot : await metadata.NewerThanAsync(snapshot);
    }

    private static string? WhyNotHeader(Issuer issuer, JsonWebToken token) =>
        !issuer.AcceptsTokenType(token.Typ) ? $"its typ {OperatorText.Type(token.Typ)} is not in tokenTypes"
        // RFC 7515 §4.1.11: a critical extension that the recipient does not support makes the token invalid.
        : !IssuerSnapshot.Algorithms.Contains(token.Alg) ? $"its algorithm {OperatorText.Type(token.Alg)} is not allowed"
        : token.TryGetHeaderValue<object>("crit", out _) ? "its header demands an extension (crit)"
        : null;

    private TokenResult.Invalid Refuse(string issuer, string reason)
    {
        Log.Refused(_log, issuer, reason);
        return new();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A bearer token of issuer {Issuer} was refused: {Reason}.")]
        public static partial void Refused(ILogger log, string issuer, string reason);

        [LoggerMessage(2, LogLevel.Information, "A bearer token of issuer {Issuer} was refused: it has expired.")]
        public static partial void Expired(ILogger log, string issuer);

        [LoggerMessage(3, LogLevel.Warning, "A bearer token of issuer {Issuer} could not be checked: {Reason}.")]
        public static partial void NotChecked(ILogger log, string issuer, string reason);
    }
}

/// <summary>
/// The reason for a failed token check, for the operator. It names claims and settings, and quotes only addresses and ids of the token.
/// </summary>
internal static class TokenFault
{
    public static string Of(Exception? failure, JsonWebToken token, string audience) => failure switch
    {
        SecurityTokenSignatureKeyNotFoundException when token.Kid is null or "" => "it names no key (kid), and the key set does not hold exactly one",
        SecurityTokenSignatureKeyNotFoundException => "its key (kid) is not in the key set",
        SecurityTokenInvalidAlgorithmException => "its algorithm is not allowed",
        SecurityTokenInvalidSignatureException => "its signature does not match",
        SecurityTokenInvalidSigningKeyException => "its key does not belong to its tenant or cloud",
        // The signature is checked first, so these claims come from the issuer.
        SecurityTokenInvalidAudienceException => $"its audience {string.Join(' ', token.Audiences.Take(5).Select(OperatorText.Name))} is not {audience}",
        SecurityTokenInvalidIssuerException => $"its issuer {OperatorText.Name(token.Issuer)} is not the one that the discovery document names",
        SecurityTokenExpiredException => "it has expired",
        SecurityTokenNotYetValidException => "it is not valid yet (nbf): compare the clocks of this server and of the provider",
        SecurityTokenNoExpirationException => "it has no expiry",
        SecurityTokenInvalidLifetimeException => "its times contradict each other",
        null => "it is not valid",
        var other => $"it is not valid ({other.GetType().Name})",
    };

    public static string NoPerson(Issuer issuer, string claim) =>
        $"it names no person of this issuer: {claim}{(issuer.IsEntra ? " or an allowed tid" : "")} is missing or unusable";
}

/// <summary>The result of a token check. Apart from "expired", it does not reveal which check failed.</summary>
internal abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <param name="Subject">The human whom the token names.</param>
    /// <param name="ExpiresAt">The end of its lifetime, with the clock skew that validation allows.</param>
    public sealed record Valid(Subject Subject, DateTimeOffset ExpiresAt) : TokenResult;

    public sealed record Expired : TokenResult;

    public sealed record Invalid : TokenResult;

    /// <summary>The issuer's keys are unavailable.</summary>
    public sealed record Unavailable : TokenResult;
}
