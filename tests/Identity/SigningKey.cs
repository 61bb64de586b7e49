using System.Buffers.Text;
using System.Security.Cryptography;

namespace Onbehalf.Tests.Identity;

/// <summary>A key of an issuer: signs by hand, so that tests can also sign wrongly.</summary>
internal sealed class SigningKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private SigningKey(string id, RSA? rsa, ECDsa? ec) => (Id, _rsa, _ec) = (id, rsa, ec);

    public string Id { get; }

    public static SigningKey Rsa(string id, int bits = 2048) => new(id, RSA.Create(bits), null);

    public static SigningKey Ec(string id) => new(id, null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public byte[] PublicPem() => System.Text.Encoding.ASCII.GetBytes(_rsa!.ExportSubjectPublicKeyInfoPem());

    public object Jwk()
    {
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(false);
            return new { kty = "RSA", use = "sig", kid = Id, n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) };
        }

        var ec = _ec!.ExportParameters(false);
        return new { kty = "EC", use = "sig", kid = Id, crv = "P-256", x = Base64Url.EncodeToString(ec.Q.X), y = Base64Url.EncodeToString(ec.Q.Y) };
    }

    public object NamelessJwk()
    {
        var members = System.Text.Json.JsonSerializer.SerializeToNode(Jwk())!.AsObject();
        members.Remove("kid");
        return members;
    }

    public byte[] Sign(byte[] data, string algorithm) => algorithm switch
    {
        "RS256" => _rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => _rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "RS1" => _rsa!.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
        "ES256" => _ec!.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        "HS256" => HMACSHA256.HashData(PublicPem(), data),
        "none" => [],
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
}
