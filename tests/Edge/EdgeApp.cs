using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Edge;

/// <summary>The whole app, started through its own entry point inside this process.</summary>
internal static class EdgeApp
{
    private static readonly Lazy<Task<HttpClient>> Client = new(StartAsync);

    public static Task<HttpClient> HttpAsync() => Client.Value;

    private static async Task<HttpClient> StartAsync() => new() { BaseAddress = (await InProcessApp.StartAsync()).Url };
}
