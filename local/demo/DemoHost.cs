using Microsoft.AspNetCore.Routing;
using Onbehalf.Demo.Local;
using Onbehalf.Demo.Planner;
using Onbehalf.Demo.Wiki;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Demo;

/// <summary>Everything that surrounds the app on this machine: the sidecars, the demo company, its people, the demo planner.</summary>
public sealed class DemoHost : IAsyncDisposable
{
    private readonly SidecarLease _lease;

    private DemoHost(SidecarLease lease) => _lease = lease;

    /// <summary>The folder of everything that is kept, <c>ONBEHALF_HOME</c>.</summary>
    public string Home => _lease.Endpoints.Home;

    /// <summary>Returns when everything the app needs is up and <paramref name="settings"/> leads to it.</summary>
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
        return new(lease);
    }

    /// <summary>Adds <c>/local/*</c>, which exists on this machine only.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        DemoPlanner.Map(endpoints, _lease.Endpoints.ModelKey);
        LocalPeople.Map(endpoints, _lease.Endpoints);
    }

    public ValueTask DisposeAsync() => _lease.DisposeAsync();

    private static async Task WriteDownAsync(LocalSettings settings, Endpoints sidecars)
    {
        await DemoTables.CreateAsync(settings);
        await DemoWiki.EnsureAsync(settings, sidecars);
    }
}
