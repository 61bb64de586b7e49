using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Onbehalf.Identity.Directories;
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

/// <summary>Reads the events of a token with a verified signature (CAEP 1.0, RISC 1.0). Unknown events are accepted and ignored.</summary>
internal static class SetEvents
{
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";
    private const string OAuth = "https://schemas.openid.net/secevent/oauth/event-type/";
    private const string Risc = "https://schemas.openid.net/secevent/risc/event-type/";

    /// <summary>Returns the signals, or null if the token has no events (RFC 8417 §2.2 requires one).</summary>
    public static ImmutableArray<Signal>? Read(JsonElement claims, SignalPeople people, string transmitter, string id)
    {
        if (claims.Field("events") is not { ValueKind: JsonValueKind.Object } events || !events.EnumerateObject().Any())
            return null;
        var signals = ImmutableArray.CreateBuilder<Signal>();
        foreach (var happened in events.EnumerateObject())
        {
            // Shared Signals 1.0 has the subject once, in sub_id. Earlier transmitters and Okta have it in the event.
            if (KindOf(happened.Name) is not { } kind)
                continue;
            var keys = SetSubject.Keys(claims.Field("sub_id"), people, transmitter);
            if (keys.IsEmpty)
                keys = SetSubject.Keys(happened.Value.Field("subject"), people, transmitter);
            signals.AddRange(keys.Select(key => people.Signal(key, kind, id)).OfType<Signal>());
        }

        return signals.ToImmutable();
    }

    private static SignalKind? KindOf(string type) => type switch
    {
        // Google: all tokens of a person at all applications. A single token ("token-revoked") is named by its hash only.
        Caep + "session-revoked" or Risc + "sessions-revoked" or OAuth + "tokens-revoked" => SignalKind.SessionsRevoked,
        Caep + "credential-change" or Risc + "account-credential-change-required" or Risc + "credential-compromise" => SignalKind.CredentialChanged,
        Caep + "token-claims-change" or Risc + "account-enabled" => SignalKind.AccountChanged,
        Risc + "account-disabled" or Risc + "account-purged" => SignalKind.AccountEnded,
        _ => null,
    };
}

/// <summary>A transmitter's keys from one fetch, and the validation rules for its tokens, which have no expiry (RFC 8417 §2.2).</summary>
internal sealed class SetKeys
{
    private readonly SigningKeys _keys;
    private readonly TokenValidationParameters _rules;

    public SetKeys(string jwks, string issuer, string audience)
    {
        var keys = IssuerSnapshot.Usable(new JsonWebKeySet(jwks).GetSigningKeys());
        _keys = new(keys);
        _rules = new()
        {
            ClockSkew = TimeSpan.FromSeconds(60),
            IssuerSigningKeys = keys,
            RequireExpirationTime = false,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = IssuerSnapshot.Algorithms,
            ValidAudience = audience,
            ValidIssuers = [IssuerName.Bare(issuer), $"{IssuerName.Bare(issuer)}/"],
            ValidateIssuerSigningKey = true,
        };
    }

    public bool Knows(string? keyId) => _keys.Find(keyId) is not null;

    public TokenValidationParameters RulesFor(string? keyId) => _keys.Narrow(_rules, keyId);
}

/// <summary>
/// Reads the subject of a security event (RFC 9493): issuer and subject, the transmitter's own id, or the user of a complex subject. E-mail
/// addresses and phone numbers are ignored.
/// </summary>
internal static class SetSubject
{
    private const int MostAliases = 20;

    /// <summary>Returns the keys of one person. A transmitter can give several identifiers, and any of them may match.</summary>
    public static ImmutableArray<string> Keys(JsonElement? subject, SignalPeople people, string transmitter)
    {
        if (subject is not { ValueKind: JsonValueKind.Object } named)
            return [];
        return Format(named) switch
        {
            // §3.2.8: several identifiers of the same person, none of which is itself of the format aliases.
            "aliases" => named.Field("identifiers") is { ValueKind: JsonValueKind.Array } names
                ? [.. names.EnumerateArray().Take(MostAliases).Select(name => Key(name, people, transmitter)).OfType<string>().Distinct(StringComparer.Ordinal)]
                : [],
            "complex" or null => named.Field("user") is { ValueKind: JsonValueKind.Object } user && Format(user) is not "complex" && user.Field("user") is null
                ? Keys(user, people, transmitter)
                : [],
            _ => Key(named, people, transmitter) is { } key ? [key] : [],
        };
    }

    private static string? Format(JsonElement subject) => subject.Text("format") ?? subject.Text("subject_type");

    private static string? Key(JsonElement named, SignalPeople people, string transmitter)
    {
        if (named.ValueKind is not JsonValueKind.Object)
            return null;
        switch (Format(named))
        {
            // Google's events identify people by the claims of their ID tokens.
            case "iss_sub" or "iss-sub" or "id_token_claims" or "id-token-claims":
                var issuer = named.Text("iss");
                return IssuerName.IsSame(issuer, people.Issuer.Url) || IssuerName.IsSame(issuer, transmitter) ? named.Text("sub") : null;
            case "opaque":
                return named.Text("id");
            default:
                return null;
        }
    }
}
