using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Journeys;

/// <summary>The web app's files over HTTP: compressed by the build, cached by their names, and 404 for what is no page.</summary>
[Collection(PuppetJourneys.Name)]
public sealed partial class WebFileTests(PuppetWorld world)
{
    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*, br;q=0", "gzip")]
    [InlineData("identity", null)]
    [InlineData("zstd", null)]
    [InlineData("", null)]
    public async Task A_script_is_sent_as_the_browser_takes_it_with_a_tag_of_its_own(string accepts, string? encoding)
    {
        using var client = world.App.Anonymous();
        var script = await ScriptAsync(client);
        var plain = await SendAsync(client, script, "");

        var answer = await SendAsync(client, script, accepts);
        var again = await SendAsync(client, script, accepts, answer.Headers.ETag!.ToString());

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(encoding is null, answer.Headers.ETag.Equals(plain.Headers.ETag));
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", answer.Headers.GetValues("Cache-Control")));
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await DecodedAsync(answer, encoding));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("wiki/s/nothing", HttpStatusCode.OK)]
    [InlineData("t/nothing", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.NotFound)]
    [InlineData("nonsense/wiki", HttpStatusCode.NotFound)]
    [InlineData("wikis", HttpStatusCode.NotFound)]
    public async Task What_is_no_page_is_shown_as_not_found_and_says_so(string path, HttpStatusCode status)
    {
        using var client = world.App.Anonymous();

        var answer = await SendAsync(client, path, "br");

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        Assert.Contains("id=\"app\"", await DecodedAsync(answer, "br"), StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assets/nothing.js")]
    [InlineData("index.html.br")]
    [InlineData("theme.js.gz")]
    public async Task A_file_that_is_not_there_is_not_found(string path)
    {
        using var client = world.App.Anonymous();

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(client, path, "br")).StatusCode);
    }

    private static async Task<string> ScriptAsync(HttpClient client) =>
        Script().Match(await client.GetStringAsync(new Uri("", UriKind.Relative))).Groups[1].Value;

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string accepts, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (accepts.Length > 0)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await client.SendAsync(request);
    }

    private static async Task<string> DecodedAsync(HttpResponseMessage answer, string? encoding)
    {
        var bytes = await answer.Content.ReadAsStreamAsync();
        await using var decoded = encoding switch
        {
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            _ => bytes,
        };
        using var reader = new StreamReader(decoded);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex("src=\"/(assets/[^\"]+\\.js)\"")]
    private static partial Regex Script();
}
