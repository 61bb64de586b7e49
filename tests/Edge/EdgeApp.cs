using Microsoft.Azure.Functions.Worker.Local;
using Onbehalf.Functions.Edge;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Edge;

/// <summary>The whole app, started through its own entry point inside this process.</summary>
internal static class EdgeApp
{
    private static readonly Lazy<Task<HttpClient>> Client = new(StartAsync);

    public static Task<HttpClient> HttpAsync() => Client.Value;

    private static async Task<HttpClient> StartAsync()
    {
        var sidecars = await LocalSidecars.StartWithCompanyAsync();
        var app = await LocalRuntime.StartAsync(typeof(HttpEdge).Assembly, new Dictionary<string, string>
        {
            ["FUNCTIONS_PORT"] = "0",
            ["ONBEHALF_HOME"] = sidecars.Home,
            ["ONBEHALF_TABLE_PREFIX"] = Azurite.FreshPrefix(),
            ["ONBEHALF_TASK_HUB"] = Azurite.FreshPrefix(),
        });
        return new() { BaseAddress = app.Url };
    }
}
