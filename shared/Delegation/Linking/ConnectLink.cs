using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Onbehalf.Ids;

namespace Onbehalf.Delegation.Linking;

/// <summary>The state of one pending link: expected response values, nonce and PKCE verifier (RFC 7636, OIDC Core §3.1.2.1). Sealed at rest.</summary>
internal sealed record ConnectLink(string Nonce, string Verifier, string ReturnTo)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static ConnectLink New(string returnTo) => new(Random(), Random(), returnTo);

    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string state) => Sha256.Hex(state);
}
