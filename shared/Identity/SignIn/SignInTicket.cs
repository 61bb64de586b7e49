using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Onbehalf.Identity.SignIn;

/// <summary>The state of one sign-in in one browser: expected response values, nonce and PKCE verifier (OIDC Core §3.1.2.1, RFC 7636).</summary>
internal sealed record SignInTicket(string Provider, string State, string Nonce, string Verifier, string ReturnTo, DateTimeOffset ExpiresAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInTicket New(string provider, string returnTo, DateTimeOffset now) =>
        new(provider, Random(), Random(), Random(), returnTo, now + Lifetime);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
