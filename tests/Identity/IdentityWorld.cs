using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Identity;

/// <summary>The product's own composition of identity over real tables, one issuer on loopback and a clock that can be moved.</summary>
internal sealed class IdentityWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private IdentityWorld(TestIssuer issuer, ServiceProvider services, VaultInMemory vault, ManualTime time) =>
        (Issuer, _services, Vault, Time) = (issuer, services, vault, time);

    public TestIssuer Issuer { get; }

    public VaultInMemory Vault { get; }

    public ManualTime Time { get; }

    public Authorities Authorities => Of<Authorities>();

    public static async Task<IdentityWorld> StartAsync(string kind = "scim", int confirmSeconds = 0, IDirectory? directory = null, Action<IServiceCollection>? more = null)
    {
        var storage = await Azurite.ConnectionStringAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ONBEHALF_TABLES"] = storage,
            ["ONBEHALF_AUDIT_TABLES"] = storage,
            ["ONBEHALF_TABLE_PREFIX"] = Azurite.FreshPrefix(),
            ["IDENTITY_CONFIRM_SECONDS"] = $"{confirmSeconds}",
        }).Build();
        var (issuer, vault, time) = (await TestIssuer.StartAsync(), new VaultInMemory(), new ManualTime());
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IConfiguration>(configuration)
            .AddTables(configuration)
            .AddIdentity(configuration)
            .AddDelegation(configuration)
            .AddAudit(configuration)
            .AddSingleton(vault.Client())
            .AddSingleton(issuer.Catalog(time, kind));
        if (directory is not null)
            services.AddSingleton(new DirectoryCatalog([directory]));
        more?.Invoke(services);
        var built = services.BuildServiceProvider();
        var tables = built.GetRequiredService<Onbehalf.Storage.Tables>();
        await Task.WhenAll(new[] { tables.Sessions, tables.People, tables.Offboarding, tables.Audit, tables.Grants }.Select(static table => table.CreateIfNotExistsAsync()));
        return new(issuer, built, vault, time);
    }

    public T Of<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Subject Person(string key, string? name = null) => new(SubjectId.Of(Issuer.Url, null, key), "test", Issuer.Url, null, key, name ?? key);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
