using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Identity.Signals;

/// <summary>
/// Reads security event tokens (RFC 8417) that a Shared Signals transmitter pushes (RFC 8935). A token's claims are compared before its keys are
/// fetched, so a sender cannot trigger calls to other addresses.
/// </summary>
internal sealed class SecurityEvents(SignalPeople people, string issuer, string audience, SharedSecret? secret, Cached<SetKeys> keys, TimeProvider time)
    : ISignalSource
{
    private const string MediaType = "application/secevent+jwt";
    private const int LongestToken = 16 * 1024;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    public string Provider => people.Provider;

    public async Task<SignalReading> ReadAsync(SignalRequest request)
    {
        if (request.IsGet)
            return new SignalReading.NotHere();
        if (secret is not null && !secret.Matches(request.Only("Authorization")))
            return Refused("authentication_failed", "The Authorization header is not the one agreed on.");
        if (request.Only("Content-Type")?.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase) != true)
            return Refused("invalid_request", $"Send one token as {MediaType}.");
        if (request.Body.Length > LongestToken || AccessTokens.Read(Encoding.ASCII.GetString(request.Body.Span)) is not { } token || !IsSecurityEvent(token))
            return Refused("invalid_request", "The body is not a security event token.");
        if (!IssuerName.IsSame(token.Issuer, issuer))
            return Refused("invalid_issuer", "The issuer is not the one agreed on.");
        if (!token.Audiences.Contains(audience, StringComparer.Ordinal))
            return Refused("invalid_audience", "The token is for somebody else.");
        if (await KeysForAsync(token.Kid) is not { } found)
            return new SignalReading.Unavailable();
        if (!found.Knows(token.Kid))
            return Refused("invalid_key", "The token is signed with a key that its issuer does not publish.");
        var result = await _handler.ValidateTokenAsync(token, found.RulesFor(token.Kid));
        if (!result.IsValid)
            return result.Exception is SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException
                ? Refused("invalid_request", "The token is out of its time.")
                : Refused("authentication_failed", "The signature does not hold.");
        return Read(token);
    }

    /// <summary>Explicit typing (RFC 8417 §2.3) prevents other tokens of the same issuer from being accepted as events.</summary>
    private static bool IsSecurityEvent(JsonWebToken token) =>
        token.Typ is { } type
        && (type.Equals("secevent+jwt", StringComparison.OrdinalIgnoreCase) || type.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        && token.Kid is { Length: > 0 }
        // RFC 7515 §4.1.11: a critical extension that the recipient does not support makes the token invalid.
        && !token.TryGetHeaderValue<object>("crit", out _);

    private static SignalReading.TokenRefused Refused(string error, string description) => new(error, description);

    private SignalReading Read(JsonWebToken token)
    {
        if (token.Id is not { Length: > 0 } id || SignalJson.Object(Base64UrlEncoder.DecodeBytes(token.EncodedPayload)) is not { } claims)
            return Refused("invalid_request", "The token has no jti.");
        var now = time.GetUtcNow();
        if (token.IssuedAt == DateTime.MinValue || token.IssuedAt > now.UtcDateTime + ClockSkew || token.IssuedAt < now.UtcDateTime - SeenSignals.Retention)
            return Refused("invalid_request", "The token was not issued lately.");
        return SetEvents.Read(claims, people, issuer, id) is { } signals
            ? new SignalReading.Heard(signals)
            : Refused("invalid_request", "The token has no events.");
    }

    private async ValueTask<SetKeys?> KeysForAsync(string? keyId)
    {
        var current = await keys.CurrentAsync();
        return current is null || current.Knows(keyId) ? current : await keys.NewerThanAsync(current);
    }
}
