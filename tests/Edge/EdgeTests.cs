using System.Net;
using System.Text;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Edge;

public sealed class EdgeTests
{
    [Theory]
    [InlineData("GET", "/api/me")]
    [InlineData("GET", "/api/there-is-no-such-call")]
    [InlineData("POST", "/api/threads")]
    public async Task Nobody_unknown_reaches_the_api_and_is_told_how_to_sign_in(string method, string path)
    {
        var http = await EdgeApp.HttpAsync();

        using var response = await http.SendAsync(new(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.First().Scheme);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/api/health", HttpStatusCode.OK)]
    [InlineData("/api/me", HttpStatusCode.Unauthorized)]
    [InlineData("/missing.js", HttpStatusCode.NotFound)]
    public async Task Every_response_carries_its_trace_and_forbids_what_a_browser_need_not_do(string path, HttpStatusCode expected)
    {
        var http = await EdgeApp.HttpAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", response.Headers.GetValues("traceparent").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/local/people")]
    [InlineData("/local/people/nobody/session")]
    public async Task What_only_this_machine_serves_carries_its_trace_too(string path)
    {
        var http = await EdgeApp.HttpAsync();

        using var response = await http.SendAsync(new(path.EndsWith("session", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path));

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-00$", response.Headers.GetValues("traceparent").Single());
    }

    [Theory]
    [InlineData((256 * 1024) + 1)]
    [InlineData(31_000_000)]
    public async Task A_body_above_the_limit_is_413_before_anybody_reads_it(int length)
    {
        var http = await EdgeApp.HttpAsync();
        using var body = new StringContent(new string('x', length), Encoding.UTF8, "application/json");

        using var response = await http.PostAsync("/api/threads", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task What_does_not_exist_is_the_same_bytes_whatever_was_asked()
    {
        var http = await EdgeApp.HttpAsync();

        using var file = await http.GetAsync("/missing.js");
        using var posted = await http.PostAsync("/anything", null);
        using var outside = await http.GetAsync("/..%2f..%2fhost.json");

        Assert.All([file, posted, outside], static response => Assert.Equal(HttpStatusCode.NotFound, response.StatusCode));
        Assert.Equal(await file.Content.ReadAsByteArrayAsync(), await posted.Content.ReadAsByteArrayAsync());
        Assert.Equal(await file.Content.ReadAsByteArrayAsync(), await outside.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Readiness_is_told_by_the_status_and_the_app_lives_all_the_same()
    {
        await using var unwell = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_KEYVAULT_URI"] = "https://127.0.0.1:9/" });
        var http = await EdgeApp.HttpAsync();
        using var nobody = unwell.Anonymous();

        using var ready = await http.GetAsync("/api/health/ready");
        using var notReady = await nobody.GetAsync("api/health/ready");
        using var alive = await nobody.GetAsync("api/health");

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notReady.StatusCode);
        Assert.Equal("degraded", JsonDocument.Parse(await notReady.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task Health_is_for_everybody_and_names_every_check()
    {
        var http = await EdgeApp.HttpAsync();

        using var health = JsonDocument.Parse(await http.GetStringAsync("/api/health"));

        var checks = health.RootElement.GetProperty("checks").EnumerateObject().Select(static check => check.Name);
        Assert.Equal(["directory", "issuers", "model", "pdf", "slack", "sources", "tables", "vault"], checks.Order(StringComparer.Ordinal));
        Assert.Equal("ok", health.RootElement.GetProperty("checks").GetProperty("tables").GetProperty("status").GetString());
        Assert.Equal(0, health.RootElement.GetProperty("identityConfirmSeconds").GetInt32());
    }

    [Fact]
    public async Task Health_says_what_the_model_can_do()
    {
        var http = await EdgeApp.HttpAsync();

        // The check goes on where a report does not wait for its end.
        await Waiting.UntilAsync(async () => (await http.GetStringAsync("/api/health")).Contains("The model talks, calls tools in parallel and streams.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_contract_is_served_as_it_is_checked_in()
    {
        var http = await EdgeApp.HttpAsync();

        using var document = JsonDocument.Parse(await http.GetStringAsync("/api/openapi.json"));

        Assert.Equal("3.1.0", document.RootElement.GetProperty("openapi").GetString());
    }
}
