using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Azure.Security.KeyVault.Secrets;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Sidecars.Vault;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sidecars;

/// <summary>A vault server inside the test's process.</summary>
public sealed class OwnVault : IAsyncLifetime
{
    internal const int PageSize = 3;

    private const string Header = "a header of this test";

    private readonly Ports _ports = Ports.Choose(null);
    private VaultServer? _server;

    public string Folder { get; } = Directory.CreateTempSubdirectory("onbehalf-vault-").FullName;

    public string IdentityEndpoint => $"http://127.0.0.1:{_ports.Identity}/msi/token";

    internal int? RequestsPerTenSeconds { get; set; }

    public async Task InitializeAsync() => _server = await VaultServer.StartAsync(
        new VaultOptions
        {
            Folder = Folder,
            Port = _ports.Vault,
            IdentityPort = _ports.Identity,
            IdentityHeader = Header,
            PageSize = PageSize,
            RequestsPerTenSeconds = RequestsPerTenSeconds,
        },
        TimeProvider.System,
        CancellationToken.None);

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public async Task StopAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
    }

    public SecretClient Client(int retries = 0) => LocalVault.Client($"https://127.0.0.1:{_ports.Vault}/", Path.Combine(Folder, "ca.pem"), IdentityEndpoint, Header, retries);

    /// <summary>An HTTP client that trusts the vault and has no token.</summary>
    public HttpClient Plain()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Folder, "ca.pem")) },
        };
        var transport = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        return new(transport) { BaseAddress = new Uri($"https://127.0.0.1:{_ports.Vault}/") };
    }

    public string AccessLog()
    {
        using var stream = new FileStream(Path.Combine(Folder, "access.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
