using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Host;
using Onbehalf.Tests.App;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Host;

/// <summary>The functions app of these tests under the local host, on real storage, with a task hub of its own.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "App");

    private readonly LocalHost _host;

    private TestApp(LocalHost host)
    {
        _host = host;
        Http = new() { BaseAddress = host.Url };
    }

    public HttpClient Http { get; }

    public DurableTaskClient Engine => _host.Durable;

    public static string FreshHub() => $"hub{Azurite.FreshPrefix()}";

    public static Task<TestApp> StartAsync(params (string Name, string Value)[] settings) => StartAsync(Folder, null, settings);

    /// <param name="folder">Where host.json lies.</param>
    /// <param name="log">Everything that the host logs.</param>
    public static async Task<TestApp> StartAsync(string folder, ILoggerProvider? log, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["FUNCTIONS_PORT"] = "0",
            ["FUNCTIONS_KEY"] = "right",
            ["AzureWebJobsStorage"] = await Azurite.ConnectionStringAsync(),
            ["HUB"] = FreshHub(),
            ["TICK"] = "0 0 0 1 1 *",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return new(await LocalHost.StartAsync(all, WorkerApp.InProcess(typeof(Flows).Assembly, folder), withDemo: false, log: log));
    }

    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}
