using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Local;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Worker;

/// <summary>A functions app made of a test's own function classes, on a port of its own.</summary>
internal sealed class WorkerApp : IAsyncDisposable
{
    private readonly IHost _host;

    private WorkerApp(IHost host)
    {
        _host = host;
        Http = new() { BaseAddress = host.Services.GetRequiredService<LocalSettings>().Url };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _host.Services;

    public static Task<WorkerApp> StartAsync(params Type[] functions) => StartAsync(functions, static _ => { });

    public static async Task<WorkerApp> StartAsync(Type[] functions, Action<FunctionsApplicationBuilder> configure, params string[] settings)
    {
        var builder = Builder(functions, settings);
        builder.ConfigureFunctionsWebApplication();
        configure(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>The same with real tables, for what keeps state.</summary>
    public static async Task<WorkerApp> StartWithTablesAsync(Type[] functions, Action<FunctionsApplicationBuilder> configure, params string[] settings) =>
        await StartAsync(functions, configure, [$"ONBEHALF_TABLES={await Azurite.ConnectionStringAsync()}", .. settings]);

    public static FunctionsApplicationBuilder Builder(Type[] functions, params string[] settings)
    {
        string[] all = ["FUNCTIONS_PORT=0", "ONBEHALF_TASK_HUB=worker", .. settings];
        var args = all.SelectMany(static setting => new[] { "--setting", setting }).ToArray();
        return new(args, FunctionCatalog.Of(typeof(WorkerApp).Assembly, functions));
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
