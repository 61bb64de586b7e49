using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Delegation;
using Onbehalf.Demo.Local;
using Onbehalf.Demo.Planner;
using Onbehalf.Demo.Wiki;
using Onbehalf.Identity;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Storage;

namespace Onbehalf.Demo;

/// <summary>The app's local environment: the sidecars, the demo company, its people and the demo planner.</summary>
public sealed class DemoHost : IAsyncDisposable
{
    private readonly SidecarLease _lease;

    private readonly Lazy<ServiceProvider> _stores;

    private readonly bool _plans;

    private DemoHost(SidecarLease lease, LocalSettings settings)
    {
        _lease = lease;
        _plans = settings["MODEL"] == DemoSettings.Planner;
        _stores = new(() => Stores(settings));
    }

    /// <summary>The data folder, <c>ONBEHALF_HOME</c>.</summary>
    public string Home => _lease.Endpoints.Home;

    /// <summary>Returns once all dependencies of the app run and <paramref name="settings"/> refers to them.</summary>
    /// <exception cref="SidecarsUnavailableException">With a sentence for the person who started it.</exception>
    public static async Task<DemoHost> StartAsync(LocalSettings settings, Action<string> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(tell);
        var lease = await SidecarLease.OpenAsync(DemoHome.Options(settings), tell, cancellation);
        DemoSettings.Offer(settings, lease.Endpoints);
        await Task.WhenAll(
            WriteDownAsync(settings, lease.Endpoints),
            DemoData.EnsureAsync(lease.Endpoints, tell, cancellation));
        return new(lease, settings);
    }

    /// <summary>Adds <c>/local/*</c>, which exists on this machine only.</summary>
    /// <param name="app">The services of an app in this process; null while it is a process of its own, which is reached through its stores.</param>
    public void Map(IEndpointRouteBuilder endpoints, Func<IServiceProvider?> app)
    {
        ArgumentNullException.ThrowIfNull(app);
        DemoPlanner.Map(endpoints, _lease.Endpoints.ModelKey);
        LocalPeople.Map(endpoints, _lease.Endpoints, () => app() ?? _stores.Value, _plans);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stores.IsValueCreated)
            await _stores.Value.DisposeAsync();
        await _lease.DisposeAsync();
    }

    private static ServiceProvider Stores(LocalSettings settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ForHost()).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddTables(configuration).AddIdentity(configuration).AddDelegation(configuration).BuildServiceProvider();
    }

    private static async Task WriteDownAsync(LocalSettings settings, Endpoints sidecars)
    {
        await DemoTables.CreateAsync(settings);
        await DemoWiki.EnsureAsync(settings, sidecars);
    }
}
