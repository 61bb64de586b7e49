using System.Net;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Tests.Worker.Functions;

namespace Onbehalf.Tests.Worker;

/// <summary>What was seen on the real Functions host, stated about the local one.</summary>
public sealed class HttpContract
{
    private static readonly Type[] All = [typeof(Answers), typeof(Routes)];

    [Fact]
    public async Task A_thrown_exception_gives_500_with_an_empty_body()
    {
        await using var app = await StartAsync();

        using var response = await app.Http.GetAsync("/Throws");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/Named", "by name")]
    [InlineData("/Record", """{"colourName":"Red"}""")]
    [InlineData("/Nothing", "")]
    [InlineData("/things/special", "special")]
    [InlineData("/things/41", "number 42")]
    [InlineData("/things/forty", "id forty")]
    public async Task Routes_results_and_route_values_are_those_of_the_real_host(string path, string expected)
    {
        await using var app = await StartAsync();

        Assert.Equal(expected, await app.Http.GetStringAsync(path));
    }

    [Fact]
    public async Task An_action_result_is_executed()
    {
        await using var app = await StartAsync();

        using var response = await app.Http.GetAsync("/Mvc");

        Assert.Equal(418, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_method_gives_404_and_not_405()
    {
        await using var app = await StartAsync();

        using var response = await app.Http.GetAsync("/added");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_method_goes_on_to_a_catch_all_that_takes_it()
    {
        await using var app = await StartAsync([.. All, typeof(CatchAll)]);

        Assert.Equal("rest 'added'", await app.Http.GetStringAsync("/added"));
        Assert.Equal("rest 'a/b/c'", await app.Http.GetStringAsync("/a/b/c"));
    }

    [Fact]
    public async Task The_home_page_answers_at_the_root_until_it_is_disabled()
    {
        await using var shown = await StartAsync([.. All, typeof(CatchAll)]);
        await using var disabled = await StartAsync([.. All, typeof(CatchAll)], "AzureWebJobsDisableHomepage=true");

        Assert.Contains("up and running", await shown.Http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal("rest ''", await disabled.Http.GetStringAsync("/"));
    }

    [Fact]
    public async Task The_route_prefix_of_host_json_comes_before_every_route()
    {
        await using var app = await StartAsync(All, "AzureFunctionsJobHost__extensions__http__routePrefix=api");
        using var bare = await app.Http.GetAsync("/Named");

        Assert.Equal(HttpStatusCode.NotFound, bare.StatusCode);
        Assert.Equal("by name", await app.Http.GetStringAsync("/api/Named"));
    }

    [Theory]
    [InlineData("/Keyed", HttpStatusCode.Unauthorized)]
    [InlineData("/Keyed?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/Keyed?code=right", HttpStatusCode.OK)]
    public async Task A_function_that_is_not_anonymous_needs_its_key(string path, HttpStatusCode expected)
    {
        await using var app = await StartAsync(All, "FUNCTIONS_KEY=right");

        using var response = await app.Http.GetAsync(path);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_stream_reaches_the_client_while_the_function_still_runs()
    {
        await using var app = await StartAsync();
        using var response = await app.Http.GetAsync("/Events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        var first = await reader.ReadLineAsync();
        app.Services.GetRequiredService<StreamGate>().Opened.SetResult();
        var rest = await reader.ReadToEndAsync();

        Assert.Equal("data: first", first);
        Assert.Contains("data: second", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_of_a_function_does_not_fire_when_its_client_leaves()
    {
        await using var app = await StartAsync();
        var response = await app.Http.GetAsync("/Events", HttpCompletionOption.ResponseHeadersRead);
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[5]);

        response.Dispose();

        Assert.False(await app.Services.GetRequiredService<StreamGate>().Left.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_token_of_a_function_fires_when_the_host_stops()
    {
        await using var app = await StartAsync();
        using var response = await app.Http.GetAsync("/Events", HttpCompletionOption.ResponseHeadersRead);
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[5]);

        var stopped = app.StopAsync();

        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task<WorkerApp> StartAsync() => StartAsync(All);

    private static Task<WorkerApp> StartAsync(Type[] functions, params string[] settings) =>
        WorkerApp.StartAsync(functions, static builder => builder.Services.AddSingleton<StreamGate>(), settings);
}
