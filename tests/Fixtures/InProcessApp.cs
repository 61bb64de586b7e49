using System.Reflection;
using Microsoft.Azure.Functions.Worker.Local;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The app inside the test's own process: quick to start, its services in reach.</summary>
public sealed class InProcessApp : AppFixture
{
    private readonly LocalRuntime _runtime;

    private InProcessApp(Endpoints sidecars, LocalRuntime runtime)
        : base(sidecars) => _runtime = runtime;

    public override Uri Url => _runtime.Url;

    public IServiceProvider Services => _runtime.Services;

    public static async Task<InProcessApp> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = await AppSettings.FreshAsync(settings);
        return new(await LocalSidecars.StartAsync(), await LocalRuntime.StartAsync(Assembly.Load("Onbehalf.Functions"), all));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _runtime.DisposeAsync();
    }
}
