using System.Text.Json;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.OnBehalf;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Delegation;

/// <summary>The product's own composition of on-behalf-of over the real vault and real tables, with one tenant of Entra on loopback.</summary>
internal sealed class OnBehalfWorld : IAsyncDisposable
{
    public static readonly ConnectionName Calendar = new("calendar");

    private readonly ServiceProvider _services;
    private readonly TestIssuer _here;
    private readonly string _prefix;
    private readonly bool _withManagedIdentity;
    private readonly OnBehalfWorld? _first;

    private OnBehalfWorld(FakeEntra entra, TestIssuer here, PaperAssertion assertion, ServiceProvider services, string prefix, bool withManagedIdentity, OnBehalfWorld? first) =>
        (Entra, _here, Assertion, _services, _prefix, _withManagedIdentity, _first) = (entra, here, assertion, services, prefix, withManagedIdentity, first);

    public FakeEntra Entra { get; }

    public PaperAssertion Assertion { get; }

    public Connection Connection => Of<ConnectionCatalog>().Find(Calendar.Value)!;

    /// <param name="withManagedIdentity">Both clients prove themselves by the app's identity instead of a secret.</param>
    public static async Task<OnBehalfWorld> StartAsync(bool withManagedIdentity = false)
    {
        var (entra, here) = (new FakeEntra(), await TestIssuer.StartAsync());
        here.Answer = entra.AnswerAsync;
        return await OpenAsync(entra, here, new(), Azurite.FreshPrefix(), withManagedIdentity, null);
    }

    /// <summary>Another process on the same tables and the same vault.</summary>
    public Task<OnBehalfWorld> AnotherProcessAsync() => OpenAsync(Entra, _here, Assertion, _prefix, _withManagedIdentity, this);

    public static Subject Person(string name)
    {
        var key = $"{name}-{Guid.NewGuid():N}";
        return new(SubjectId.Of(FakeEntra.Url, FakeEntra.Tenant, key), "entra", FakeEntra.Url, FakeEntra.Tenant, key, name);
    }

    public T Of<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<DelegatedTokenResult> GetAsync(Subject person) => Of<DelegatedTokens>().GetAsync(GrantWorld.AuthorityOf(person), Calendar, default);

    /// <summary>Offers the app a bearer token of this person, as one of their requests does.</summary>
    public Task PresentAsync(Subject person, string name) =>
        Of<PresentedTokens>().OfferAsync(new Caller(person, CallerProof.BearerToken, presented: new($"head.{name}.signature")), default);

    public Task<int> EndAsync(Subject person) =>
        _services.GetServices<IEndsWithPerson>().Single(static end => end.Kind == "on-behalf-of").EndAsync(person, "account-disabled", default);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_first is null)
            await _here.DisposeAsync();
    }

    private static async Task<OnBehalfWorld> OpenAsync(FakeEntra entra, TestIssuer here, PaperAssertion assertion, string prefix, bool withManagedIdentity, OnBehalfWorld? first)
    {
        var (storage, sidecars) = (await Azurite.ConnectionStringAsync(), await LocalSidecars.StartAsync());
        var (secret, proof) = withManagedIdentity ? ((string?)null, "managed-identity") : ("not a secret", null);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ONBEHALF_TABLES"] = storage,
            ["ONBEHALF_AUDIT_TABLES"] = storage,
            ["ONBEHALF_TABLE_PREFIX"] = prefix,
            ["ONBEHALF_CONNECTIONS"] = JsonSerializer.Serialize(new[]
            {
                new
                {
                    id = Calendar.Value, name = "Calendar", kind = "oauth", issuer = "entra", grant = "on-behalf-of", clientId = "api-app", clientSecret = secret, clientAssertion = proof,
                    scopes = "https://graph.example/Calendars.Read", url = "https://graph.example/",
                },
            }),
        }).Build();
        var issuer = new Issuer(new()
        {
            Id = "entra", Issuer = FakeEntra.Url, Audience = "api-app", ClientId = "web-app", ClientSecret = secret, ClientAssertion = proof, Tenants = [FakeEntra.Tenant], TokenTypes = ["JWT"], Directory = new() { Kind = "graph" },
        });
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddTables(configuration)
            .AddIdentity(configuration)
            .AddDelegation(configuration)
            .AddAudit(configuration)
            .AddSingleton<ClientAssertionProviderBase>(assertion)
            .AddSingleton(new IssuerCatalog([issuer], TimeProvider.System, () => entra.Client(here)))
            .AddSingleton<SecretClient>(LocalVault.Client(sidecars.VaultUri, sidecars.VaultAuthorityFile, sidecars.IdentityEndpoint, sidecars.IdentityHeader))
            .AddSingleton(new DirectoryCatalog([new PaperDirectory()]))
            .BuildServiceProvider();
        var tables = services.GetRequiredService<Onbehalf.Storage.Tables>();
        await Task.WhenAll(new[] { tables.Sessions, tables.Grants, tables.Audit }.Select(static table => table.CreateIfNotExistsAsync()));
        return new(entra, here, assertion, services, prefix, withManagedIdentity, first);
    }
}
