using Onbehalf.Sidecars.Postgres;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>The endpoints and keys of one home's sidecars, for configuring an app.</summary>
public sealed record Endpoints
{
    public const string ClientId = "onbehalf-web";
    /// <summary>The id of the client that requires the person's consent.</summary>
    public const string ConnectionClientId = "onbehalf-connection";

    public const string TasksClientId = "onbehalf";

    public const string Audience = "api://onbehalf";

    private const string Account = "onbehalf";

    private readonly SidecarHome _home;
    private readonly Ports _ports;
    private readonly Secrets _secrets;

    internal Endpoints(SidecarHome home, Ports ports, Secrets secrets)
    {
        _home = home;
        _ports = ports;
        _secrets = secrets;
    }

    public string Home => _home.Folder;

    public string StorageConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={_secrets.Storage};"
        + $"BlobEndpoint=http://127.0.0.1:{_ports.Blob}/{Account};QueueEndpoint=http://127.0.0.1:{_ports.Queue}/{Account};TableEndpoint=http://127.0.0.1:{_ports.Table}/{Account};";

    public string Issuer => $"http://127.0.0.1:{_ports.Provider}";

    public string ClientSecret => _secrets.Client;

    /// <summary>The issuer of "Tasks", another product that people may connect.</summary>
    public string TasksIssuer => $"http://127.0.0.1:{_ports.Tasks}";

    public string TasksUrl => $"{TasksIssuer}/mcp";

    public string ScimUrl => $"{Issuer}/scim/v2";

    public string ScimToken => _secrets.Scim;

    public string AdministrationKey => _secrets.Administration;

    public int PostgresPort => _ports.Postgres;

    /// <summary>The superuser's password, used by the seed and the demo's directory sync, never by the app.</summary>
    public string PostgresPassword => _secrets.Postgres;

    /// <summary>A folder with the lifetime of the PostgreSQL cluster, for markers about its content.</summary>
    public string PostgresFolder => new PostgresFolder(_home).Root;

    public string VaultUri => $"https://127.0.0.1:{_ports.Vault}/";

    public string VaultAuthorityFile => Path.Combine(_home.Vault, "ca.pem");

    /// <summary>One JSON line per request to the vault: method, operation and secret name, never a value.</summary>
    public string VaultAccessLog => Path.Combine(_home.Vault, "access.jsonl");

    public string IdentityEndpoint => $"http://127.0.0.1:{_ports.Identity}/msi/token";

    public string IdentityHeader => _secrets.Identity;

    public string ModelKey => _secrets.Model;

    internal static string StorageAccount(Secrets secrets) => $"{Account}:{secrets.Storage}";

    public override string ToString() => nameof(Endpoints);
}
