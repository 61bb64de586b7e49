using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Vault;

/// <summary>The certificate authority of one home, created once, and the vault's certificate, created at every start.</summary>
internal static class VaultAuthority
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    public static X509Certificate2 IssueFor(string folder)
    {
        using var authority = Load(folder) ?? Create(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Onbehalf local vault", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), authority.NotAfter, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509Certificate2? Load(string folder)
    {
        var (certificate, key) = (CertificateFile(folder), KeyFile(folder));
        if (!File.Exists(certificate) || !File.Exists(key))
            return null;
        var authority = X509Certificate2.CreateFromPemFile(certificate, key);
        return authority.NotAfter > DateTime.Now.AddDays(30) ? authority : null;
    }

    private static X509Certificate2 Create(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Onbehalf local authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow + Lifetime);
        PrivateFile.Write(KeyFile(folder), System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        PrivateFile.Write(CertificateFile(folder), System.Text.Encoding.ASCII.GetBytes(authority.ExportCertificatePem()));
        return authority;
    }

    private static string CertificateFile(string folder) => Path.Combine(folder, "ca.pem");

    private static string KeyFile(string folder) => Path.Combine(folder, "ca.key");
}
