using System.Net;
using Onbehalf.Tests.App;

namespace Onbehalf.Tests.Host;

/// <summary>The behavior observed on Microsoft's Functions host, tested on the local one.</summary>
public sealed class HttpContract(TestAppFixture shared) : IClassFixture<TestAppFixture>
{
    private readonly HttpClient _http = shared.App.Http;

    [Fact]
    public async Task A_thrown_exception_gives_500_with_an_empty_body()
    {
        using var response = await _http.GetAsync("/Throws");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/Named", 200, "by name")]
    [InlineData("/Mvc", 418, "")]
    public async Task A_result_is_executed_by_the_worker(string path, int status, string body)
    {
        using var response = await _http.GetAsync(path);

        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_path_or_a_method_that_no_function_takes_gives_404()
    {
        using var path = await _http.PostAsync("/nowhere", null);
        using var method = await _http.PutAsync("/added", null);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (path.StatusCode, method.StatusCode));
    }

    [Theory]
    [InlineData("/admin/host/status")]
    [InlineData("/runtime/webhooks/durabletask/instances")]
    public async Task The_paths_of_the_host_itself_are_closed(string path)
    {
        using var response = await _http.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("/Keyed", HttpStatusCode.Unauthorized)]
    [InlineData("/Keyed?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/Keyed?code=right", HttpStatusCode.OK)]
    public async Task A_function_that_is_not_anonymous_needs_its_key(string path, HttpStatusCode expected)
    {
        using var response = await _http.GetAsync(path);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_key_of_the_host_nobody_has_the_right_one()
    {
        await using var app = await TestApp.StartAsync(("FUNCTIONS_KEY", ""));

        using var response = await app.Http.GetAsync("/Keyed?code=");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_stream_reaches_the_client_while_the_function_still_runs()
    {
        await using var app = await TestApp.StartAsync();
        using var response = await app.Http.GetAsync("/Events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        var first = await reader.ReadLineAsync();
        app.Service<StreamGate>().Opened.SetResult();
        var rest = await reader.ReadToEndAsync();

        Assert.Equal("data: first", first);
        Assert.Contains("data: second", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_aborts_its_request_and_not_the_token_of_the_function()
    {
        await using var app = await TestApp.StartAsync();
        var response = await app.Http.GetAsync("/Events", HttpCompletionOption.ResponseHeadersRead);
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[5]);

        response.Dispose();

        Assert.False(await app.Service<StreamGate>().Left.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_stop_of_the_host()
    {
        var app = await TestApp.StartAsync();
        using var response = await app.Http.GetAsync("/Events", HttpCompletionOption.ResponseHeadersRead);
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[5]);

        var stopped = app.DisposeAsync().AsTask();

        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_function_ends_with_the_time_that_host_json_gives_it()
    {
        await using var app = await TestApp.StartAsync(("AzureFunctionsJobHost__functionTimeout", "00:00:01"));

        using var response = await app.Http.GetAsync("/Endless").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task A_function_that_hangs_is_given_up_at_its_time_and_the_worker_serves_on()
    {
        await using var app = await TestApp.StartAsync(("AzureFunctionsJobHost__functionTimeout", "00:00:02"));

        using var hung = await app.Http.GetAsync("/Hung").WaitAsync(TimeSpan.FromSeconds(60));
        using var next = await app.Http.GetAsync("/Named");
        app.Service<StreamGate>().Opened.SetResult();

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (hung.StatusCode, next.StatusCode));
        Assert.Equal("", await hung.Content.ReadAsStringAsync());
    }
}
