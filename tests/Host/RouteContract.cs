using System.Net;

namespace Onbehalf.Tests.Host;

/// <summary>Routes are tried in the order of function names, whatever their case, and the first that takes the request has it.</summary>
public sealed class RouteContract(TestAppFixture shared) : IClassFixture<TestAppFixture>
{
    private readonly HttpClient _http = shared.App.Http;

    [Theory]
    [InlineData("/parts/41", "number 42")]
    [InlineData("/parts/forty", "word forty")]
    [InlineData("/PARTS/forty", "word forty")]
    [InlineData("/a/b/c", "rest 'a/b/c'")]
    public async Task The_first_function_by_name_whose_route_fits_answers(string path, string expected) =>
        Assert.Equal(expected, await _http.GetStringAsync(path));

    [Theory]
    [InlineData("/parts/special", "word special")]
    [InlineData("/late", "rest 'late'")]
    public async Task A_better_route_of_a_later_name_is_never_asked(string path, string expected) =>
        Assert.Equal(expected, await _http.GetStringAsync(path));

    [Fact]
    public async Task A_route_of_another_method_hides_nothing()
    {
        using var response = await _http.DeleteAsync("/late");

        Assert.Equal("late", await response.Content.ReadAsStringAsync());
        Assert.Equal("rest 'added'", await _http.GetStringAsync("/added"));
    }

    [Theory]
    [InlineData("/added", "added nothing")]
    [InlineData("/added/milk", "added milk")]
    public async Task A_default_of_a_route_reaches_the_function(string path, string expected)
    {
        using var response = await _http.PostAsync(path, null);

        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_home_page_answers_at_the_root_until_it_is_disabled()
    {
        await using var disabled = await TestApp.StartAsync(("AzureWebJobsDisableHomepage", "true"));

        Assert.Contains("up and running", await _http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal("rest ''", await disabled.Http.GetStringAsync("/"));
    }

    [Fact]
    public async Task The_route_prefix_of_host_json_comes_before_every_route()
    {
        await using var app = await TestApp.StartAsync(("AzureFunctionsJobHost__extensions__http__routePrefix", "api"));

        using var bare = await app.Http.GetAsync("/Named");

        Assert.Equal(HttpStatusCode.NotFound, bare.StatusCode);
        Assert.Equal("by name", await app.Http.GetStringAsync("/api/Named"));
    }
}
