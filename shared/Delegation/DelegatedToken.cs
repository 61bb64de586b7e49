using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation;

/// <summary>
/// A person's short-lived access token for one resource. It lives in memory only, prints its type name, refuses to be serialised, and leaves
/// for its own origin (scheme, host and port) and for nowhere else.
/// </summary>
[JsonConverter(typeof(NeverSerialized<DelegatedToken>))]
public sealed class DelegatedToken
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

    /// <summary>The version of the grant it came from; part of every cache key.</summary>
    public string Grant { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Attaches it where it belongs; throws for every other place, before anything is sent.</summary>
    public void AttachTo(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RevealTo(request.RequestUri ?? throw new InvalidOperationException("The request has no address.")));
    }

    /// <summary>The token's text for a client that speaks to this address itself.</summary>
    public string RevealTo(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.IsAbsoluteUri && target.UserInfo.Length == 0 && Uri.Compare(target, Origin, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            ? _text.Reveal()
            : throw new InvalidOperationException("A delegated token goes to its own origin only.");
    }

    public override string ToString() => nameof(DelegatedToken);
}
