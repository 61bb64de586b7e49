using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Local;
using Onbehalf.Demo.Local;
using Onbehalf.Demo.Planner;
using Onbehalf.Demo.Wiki;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Demo;

/// <summary>Stands up what surrounds the app on this machine: the sidecars, the demo company, its people.</summary>
public sealed class DemoHost(LocalSettings settings) : ILocalHost
{
    private SidecarLease? _lease;

    public void Start()
    {
        try
        {
            StartAsync().GetAwaiter().GetResult();
        }
        catch (SidecarsUnavailableException failure)
        {
            Console.Error.WriteLine(failure.Message);
            Environment.Exit(1);
        }
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var sidecars = _lease?.Endpoints ?? throw new InvalidOperationException("The demo host has not been started.");
        DemoPlanner.Map(endpoints, sidecars.ModelKey);
        LocalPeople.Map(endpoints, sidecars);
    }

    public void Stopping() => _lease?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task StartAsync()
    {
        _lease = await SidecarLease.OpenAsync(DemoHome.Options(settings), Console.WriteLine, CancellationToken.None);
        DemoSettings.Offer(settings, _lease.Endpoints);
        await Task.WhenAll(
            WriteDownAsync(_lease.Endpoints),
            DemoData.EnsureAsync(_lease.Endpoints, Console.WriteLine, CancellationToken.None));
    }

    private async Task WriteDownAsync(Endpoints sidecars)
    {
        await DemoTables.CreateAsync(settings);
        await DemoWiki.EnsureAsync(settings, sidecars);
    }
}
