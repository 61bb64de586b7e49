using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Identity.Client;
using Microsoft.Identity.Web;
using Onbehalf.Identity.Directories;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Calls an issuer's token and revocation endpoints as the registered web client. It authenticates with the client secret or the app's managed identity.
/// </summary>
internal sealed class TokenEndpoint(ClientAssertionProviderBase assertions)
{
    public Task<TokenAnswer> ExchangeAsync(IssuerMetadata issuer, string code, string verifier, string redirectUri, CancellationToken cancellation) =>
        AskAsync(
            issuer,
            [new("grant_type", "authorization_code"), new("code", code), new("code_verifier", verifier), new("redirect_uri", redirectUri)],
            cancellation);

    public Task<TokenAnswer> RefreshAsync(IssuerMetadata issuer, SecretText refreshToken, CancellationToken cancellation) =>
        AskAsync(issuer, [new("grant_type", "refresh_token"), new("refresh_token", refreshToken.Reveal())], cancellation);

    /// <summary>
    /// Revokes a token (RFC 7009). Returns false if the issuer did not revoke it. An unknown token counts as revoked (§2.2), and so does a token
    /// of an issuer without a revocation endpoint.
    /// </summary>
    public async Task<bool> RevokeAsync(IssuerMetadata issuer, SecretText refreshToken, CancellationToken cancellation)
    {
        if (await issuer.CurrentAsync() is not { } snapshot)
            return false;
        if (snapshot.Document.RevocationEndpoint is not { Length: > 0 })
            return true;
        var (status, _) = await PostAsync(
            issuer,
            snapshot,
            snapshot.Document.RevocationEndpoint,
            [new("token", refreshToken.Reveal()), new("token_type_hint", "refresh_token")],
            cancellation);
        return status is 200 or 204;
    }

    /// <summary>Sends a request with any other grant and its own parameters.</summary>
    public async Task<TokenAnswer> AskAsync(IssuerMetadata issuer, List<KeyValuePair<string, string>> form, CancellationToken cancellation)
    {
        if (await issuer.CurrentAsync() is not { } snapshot)
            return new TokenAnswer.Unavailable();
        var (status, body) = await PostAsync(issuer, snapshot, snapshot.Document.TokenEndpoint, form, cancellation);
        return status switch
        {
            // Some providers return an error with status 200.
            200 when body.Text("error") is { } error => Denied(error, body),
            200 when body.ValueKind is JsonValueKind.Object => Granted(body),
            // RFC 6749 §5.2 specifies 400 and 401; Auth0 also uses 403.
            400 or 401 or 403 when body.Text("error") is { } error => Denied(error, body),
            _ => new TokenAnswer.Unavailable(),
        };
    }

    private static TokenAnswer.Denied Denied(string error, JsonElement body)
    {
        var description = body.Text("error_description");
        var listed = body.Field("error_codes") is { ValueKind: JsonValueKind.Array } codes
            ? codes.EnumerateArray()
                .Where(static code => code.ValueKind is JsonValueKind.Number && code.TryGetInt32(out _))
                .Select(static code => code.GetInt32())
            : [];
        var numbers = RefusalCauses.NumbersIn(listed, description);
        return new(error)
        {
            Cause = RefusalCauses.Of(error, description, numbers),
            Summary = numbers.Count == 0 ? OperatorText.Slug(error) : $"{OperatorText.Slug(error)}, AADSTS{string.Join(" AADSTS", numbers.Take(4))}",
        };
    }

    private static TokenAnswer.Granted Granted(JsonElement body) => new(Secret(body, "id_token"), Secret(body, "refresh_token"))
    {
        AccessToken = body.Text("token_type") is { } type && type.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? Secret(body, "access_token") : null,
        ExpiresIn = Seconds(body.Field("expires_in")) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        Scope = body.Text("scope"),
    };

    /// <summary>Parses a number (RFC 6749 §5.1). Some servers write it as a string.</summary>
    private static int? Seconds(JsonElement? said) => said switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var whole) => whole,
        { ValueKind: JsonValueKind.String } text when int.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => null,
    };

    private async Task<(int Status, JsonElement Body)> PostAsync(
        IssuerMetadata issuer, IssuerSnapshot snapshot, string? endpoint, List<KeyValuePair<string, string>> form, CancellationToken cancellation)
    {
        if (!Outbound.IsSafe(endpoint))
            return (0, default);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
            await AuthenticateAsync(issuer.Issuer, snapshot, request, form, cancellation);
            request.Headers.Accept.ParseAdd("application/json");
            request.Content = new FormUrlEncodedContent(form);
            using var response = await issuer.Http.SendAsync(request, cancellation);
            // The body of a revocation response has no meaning (RFC 7009 §2.2). A token response without JSON grants nothing.
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return ((int)response.StatusCode, ForeignJson.Read(body, response.Content.Headers.ContentType?.CharSet) ?? default);
        }
        catch (Exception failure) when (failure is HttpRequestException or MsalException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (0, default);
        }
    }

    private async Task AuthenticateAsync(
        Issuer issuer, IssuerSnapshot snapshot, HttpRequestMessage request, List<KeyValuePair<string, string>> form, CancellationToken cancellation)
    {
        if (issuer is { ClientSecret: { } secret, ClientId: { } id })
        {
            if (snapshot.Document.TokenEndpointAuthMethodsSupported is { Count: > 0 } methods && !methods.Contains("client_secret_basic"))
                form.AddRange([new("client_id", id), new("client_secret", secret.Reveal())]);
            else
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Basic(id, secret));
            return;
        }

        var assertion = await assertions.GetSignedAssertionAsync(
            new() { ClientID = issuer.ClientId, Authority = issuer.Url, TokenEndpoint = snapshot.Document.TokenEndpoint, CancellationToken = cancellation });
        form.AddRange(
        [
            new("client_id", issuer.ClientId ?? ""),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", assertion),
        ]);
    }

    /// <summary>RFC 6749 §2.3.1: both parts are form-encoded before they are joined.</summary>
    private static string Basic(string id, SecretText secret) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret.Reveal())}"));

    private static SecretText? Secret(JsonElement body, string name) => body.Text(name) is { Length: > 0 } text ? new(text) : null;
}

/// <summary>The cause of a provider's refusal to renew a person's tokens, as far as the provider reports it.</summary>
internal enum RefusalCause
{
    /// <summary>The client, the request or the provider is at fault, not the person.</summary>
    NotThePerson,

    /// <summary>The refresh token is expired, revoked, unknown, or was unused for too long.</summary>
    TokenDead,

    /// <summary>The provider requires an interaction: a second factor, consent, a policy. The token may become valid again.</summary>
    Interaction,

    PasswordExpired,

    AccountLocked,

    /// <summary>The provider states that the account is disabled or deleted. No other cause is a definite refusal.</summary>
    AccountEnded,
}

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
