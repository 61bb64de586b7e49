using Microsoft.DurableTask.Client;
using Onbehalf.Host;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The app inside the test's own process: quick to start, its services in reach.</summary>
public sealed class InProcessApp : AppFixture
{
    private readonly LocalHost _host;

    private InProcessApp(Endpoints sidecars, LocalHost host)
        : base(sidecars) => _host = host;

    public override Uri Url => _host.Url;

    public IServiceProvider Services => _host.Services;

    /// <summary>The worker gets one with each invocation, not from its services.</summary>
    public DurableTaskClient Durable => _host.Durable;

    public static async Task<InProcessApp> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = await AppSettings.FreshAsync(settings);
        return new(await LocalSidecars.StartAsync(), await LocalHost.StartAsync(all, WorkerApp.Product));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }
}
