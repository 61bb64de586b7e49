using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Delegation;

/// <summary>One person's browser, walking from the app through the provider's real pages and back.</summary>
internal sealed class ConnectBrowser : IDisposable
{
    private readonly HttpClient _client;
    private readonly Uri _app;

    private ConnectBrowser(Uri app)
    {
        _app = app;
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    }

    public static async Task<ConnectBrowser> OfAsync(AppFixture app, string person)
    {
        var browser = new ConnectBrowser(app.Url);
        using var signedIn = await browser._client.PostAsync(new Uri(app.Url, $"local/people/{person}/session"), null);
        signedIn.EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>Where the app sends this browser to; null when it sends it nowhere.</summary>
    public async Task<Uri?> StartAsync(string connection = "tasks", string returnTo = "/connections?a=1#b")
    {
        using var answer = await _client.GetAsync(new Uri(_app, $"api/connections/{connection}/connect?returnTo={Uri.EscapeDataString(returnTo)}"));
        return answer.Headers.Location is { } to ? new Uri(_app, to) : null;
    }

    /// <summary>Completes the provider's pages as this account until the app's result page.</summary>
    public async Task<string> FollowAsync(Uri start, string account, string answer = "allow", Func<Uri, Uri>? onTheWayBack = null)
    {
        for (var (next, steps) = (start, 0); steps < 20; steps++)
        {
            if (next.GetLeftPart(UriPartial.Authority) == _app.GetLeftPart(UriPartial.Authority))
            {
                if (!next.AbsolutePath.StartsWith("/auth/", StringComparison.Ordinal))
                    return next.PathAndQuery + next.Fragment;
                next = onTheWayBack?.Invoke(next) ?? next;
            }

            using var page = await _client.GetAsync(next);
            using var moved = page.Headers.Location is null ? await SubmitAsync(next, await page.Content.ReadAsStringAsync(), account, answer) : null;
            next = new Uri(next, (moved ?? page).Headers.Location ?? throw new InvalidOperationException($"{next} answers {(int)page.StatusCode}."));
        }

        throw new InvalidOperationException("This goes round in circles.");
    }

    public async Task<string> ConnectAsync(string account, string answer = "allow") =>
        await FollowAsync(await StartAsync() ?? throw new InvalidOperationException("The app does not begin."), account, answer);

    public async Task<(HttpStatusCode Status, string? Location, string Body)> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(_app, path));
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
    }

    public static string StateOf(Uri address) => QueryHelpers.ParseQuery(address.Query)["state"]!;

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SubmitAsync(Uri page, string html, string account, string answer)
    {
        KeyValuePair<string, string>[] fields = html.Contains("name=\"password\"", StringComparison.Ordinal)
            ? [new("name", account), new("password", "onbehalf")]
            : [new("answer", answer)];
        using var form = new FormUrlEncodedContent(fields);
        return await _client.PostAsync(page, form);
    }
}
