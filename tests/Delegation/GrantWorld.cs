using System.Collections.Immutable;
using System.Text.Json;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Ids;
using Onbehalf.Mcp;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;

namespace Onbehalf.Tests.Delegation;

/// <summary>The product's own composition of delegation over the real vault and real tables, with a provider on loopback and a clock that can be moved.</summary>
internal sealed class GrantWorld : IAsyncDisposable
{
    public const string Connection = "notes";

    private readonly ServiceProvider _services;
    private readonly GrantWorld? _first;
    private readonly string _prefix;

    private GrantWorld(TestIssuer issuer, RotatingProvider provider, AskedDirectory directory, ManualTime time, string prefix, string url, ServiceProvider services, CuttableVault vault, GrantWorld? first) =>
        (Issuer, Provider, Directory, Time, _prefix, Url, _services, Vault, _first) = (issuer, provider, directory, time, prefix, url, services, vault, first);

    public TestIssuer Issuer { get; }

    public RotatingProvider Provider { get; }

    public AskedDirectory Directory { get; }

    public ManualTime Time { get; }

    public CuttableVault Vault { get; }

    public string Url { get; }

    public DelegatedTokens Tokens => Of<DelegatedTokens>();

    public Connection Notes => Of<ConnectionCatalog>().Find(Connection)!;

    /// <param name="url">Where the tokens go; the provider's own origin when null.</param>
    public static async Task<GrantWorld> StartAsync(string? url = null)
    {
        var (issuer, provider) = (await TestIssuer.StartAsync(), new RotatingProvider());
        issuer.Answer = provider.AnswerAsync;
        return await OpenAsync(issuer, provider, new AskedDirectory(), new ManualTime(), Azurite.FreshPrefix(), url ?? $"{issuer.Url}/mcp", null);
    }

    /// <summary>Another process on the same tables and the same vault.</summary>
    public Task<GrantWorld> AnotherProcessAsync() => OpenAsync(Issuer, Provider, Directory, Time, _prefix, Url, this);

    public T Of<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Somebody no other test knows.</summary>
    public Subject Person(string name = "Alice")
    {
        var key = $"{name.ToLowerInvariant()}-{Guid.NewGuid():N}";
        return new(SubjectId.Of(Issuer.Url, null, key), "test", Issuer.Url, null, key, name);
    }

    public static Authority AuthorityOf(Subject person, DateTimeOffset? at = null) => new(person, ImmutableSortedSet<string>.Empty, "1", at ?? DateTimeOffset.UtcNow);

    public Task<DelegatedTokenResult> GetAsync(Subject person) => Tokens.GetAsync(AuthorityOf(person), new(Connection), default);

    public async Task<Subject> ConnectedAsync(Subject? person = null)
    {
        var connected = person ?? Person();
        await Of<PeopleStore>().RememberAsync(connected, default);
        await Of<NewGrants>().StoreAsync(connected.Id, Notes, "read", new(Provider.Grant(connected.Key)), "Alice at Notes");
        return connected;
    }

    public Task<DelegatedGrant?> RowAsync(Subject person) => Of<GrantRows>().FindAsync(person.Id, new(Connection), default);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_first is null)
            await Issuer.DisposeAsync();
    }

    private static async Task<GrantWorld> OpenAsync(TestIssuer issuer, RotatingProvider provider, AskedDirectory directory, ManualTime time, string prefix, string url, GrantWorld? first)
    {
        var (storage, sidecars, cut) = (await Azurite.ConnectionStringAsync(), await LocalSidecars.StartAsync(), new CuttableVault());
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ONBEHALF_TABLES"] = storage,
            ["ONBEHALF_AUDIT_TABLES"] = storage,
            ["ONBEHALF_TABLE_PREFIX"] = prefix,
            ["IDENTITY_ENDPOINT"] = sidecars.IdentityEndpoint,
            ["ONBEHALF_CONNECTIONS"] = JsonSerializer.Serialize(new[]
            {
                new { id = Connection, name = "Notes", kind = "mcp", issuer = issuer.Url, clientId = "us", clientSecret = "not a secret", scopes = "read", url, demo = true, reads = new[] { "look" } },
            }),
        }).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IConfiguration>(configuration)
            .AddTables(configuration)
            .AddIdentity(configuration)
            .AddDelegation(configuration)
            .AddAudit(configuration)
            .AddMcpTools()
            .AddSingleton<SecretClient>(LocalVault.Client(sidecars.VaultUri, sidecars.VaultAuthorityFile, sidecars.IdentityEndpoint, sidecars.IdentityHeader, through: cut))
            .AddSingleton(new DirectoryCatalog([directory]))
            .BuildServiceProvider();
        var tables = services.GetRequiredService<Onbehalf.Storage.Tables>();
        await Task.WhenAll(new[] { tables.Sessions, tables.Grants, tables.Links, tables.Audit, tables.People, tables.Offboarding }.Select(static table => table.CreateIfNotExistsAsync()));
        return new(issuer, provider, directory, time, prefix, url, services, cut, first);
    }
}
