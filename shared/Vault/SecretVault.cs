using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Azure;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Vault;

internal static class SecretVault
{
    public static SecretClient Open(IConfiguration configuration)
    {
        if (!Uri.TryCreate(configuration["ONBEHALF_KEYVAULT_URI"], UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
            throw new InvalidOperationException("ONBEHALF_KEYVAULT_URI is not set: the https address of the vault.");
        return new SecretClient(uri, AppCredential.From(configuration), Options(configuration["ONBEHALF_KEYVAULT_CA"]));
    }

    /// <summary>Key Vault answers 403 for a disabled secret and for missing read permission; only the first counts as absent.</summary>
    public static bool IsDisabled(RequestFailedException refused) =>
        refused.Status == 403 && refused.GetRawResponse()?.Content.ToString().Contains("SecretDisabled", StringComparison.Ordinal) == true;

    /// <summary>
    /// A vault outside <c>vault.azure.net</c> fails the SDK's verification of the challenge resource. The verification is off only with a pinned
    /// authority, and only for this client.
    /// </summary>
    private static SecretClientOptions Options(string? authorityFile)
    {
        if (string.IsNullOrEmpty(authorityFile))
            return new SecretClientOptions();
        var authority = X509CertificateLoader.LoadCertificateFromFile(authorityFile);
        return new SecretClientOptions { DisableChallengeResourceVerification = true, Transport = new HttpClientTransport(PinnedTo(authority)) };
    }

    private static SocketsHttpHandler PinnedTo(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        return new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }
}

/// <summary>
/// A credential in memory. It prints its type name and cannot be serialised. <see cref="Reveal"/> is called only where it is sent to its target.
/// </summary>
[JsonConverter(typeof(NeverSerialized<SecretText>))]
public sealed class SecretText(string value)
{
    public string Reveal() => value;

    public override string ToString() => nameof(SecretText);
}
