using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation;

/// <summary>
/// A person's short-lived access token for one resource. It exists in memory only, prints its type name, cannot be serialised, and is sent only to
/// its own origin (scheme, host and port).
/// </summary>
[JsonConverter(typeof(NeverSerialized<DelegatedToken>))]
internal sealed class DelegatedToken
{
    private readonly SecretText _text;

    internal DelegatedToken(SecretText text, Uri origin, string audience, string grant, DateTimeOffset expiresAt)
    {
        _text = text;
        Origin = origin;
        Audience = audience;
        Grant = grant;
        ExpiresAt = expiresAt;
    }

    public Uri Origin { get; }

    public string Audience { get; }

    /// <summary>The version of its grant; part of every cache key.</summary>
    public string Grant { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Attaches the token to a request for its own origin; throws for any other, before anything is sent.</summary>
    public void AttachTo(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", RevealTo(request.RequestUri ?? throw new InvalidOperationException("The request has no address.")));
    }

    /// <summary>Returns the token's text for a client that connects to this address itself.</summary>
    public string RevealTo(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return
            target.IsAbsoluteUri
            && target.UserInfo.Length == 0
            && Uri.Compare(target, Origin, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            ? _text.Reveal()
            : throw new InvalidOperationException("A delegated token goes to its own origin only.");
    }

    public override string ToString() => nameof(DelegatedToken);
}
