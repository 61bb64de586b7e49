using System.Net;
using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Slack;

/// <summary>One browser, walking through the pages of linking: redirects and refreshes are followed, sign-in pages are filled in.</summary>
internal sealed partial class SlackBrowser(Uri app) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    private string _shown = "";

    public void Dispose() => _client.Dispose();

    /// <summary>The first page that neither leads on nor asks for a name.</summary>
    public async Task<(string Path, string Html)> FollowAsync(Uri start, string account)
    {
        var next = start;
        for (var steps = 0; steps < 25; steps++)
        {
            using var page = await _client.GetAsync(next);
            var html = await page.Content.ReadAsStringAsync();
            if (page.Headers.Location is { } moved)
                next = new Uri(next, moved);
            else if (Refresh().Match(html) is { Success: true } refresh)
                next = new Uri(next, WebUtility.HtmlDecode(refresh.Groups[1].Value));
            else if (html.Contains("name=\"password\"", StringComparison.Ordinal))
                next = await SubmitAsync(next, account);
            else
            {
                _shown = Button().Match(html) is { Success: true } button ? button.Groups[1].Value : _shown;
                return (next.AbsolutePath, html);
            }
        }

        throw new InvalidOperationException("This goes round in circles.");
    }

    /// <summary>The request of the page's button.</summary>
    /// <param name="shown">Of another page than the last one.</param>
    public async Task<(HttpStatusCode Status, string Html)> ConfirmAsync(bool fromOurPage = true, string? shown = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app, "auth/slack/confirm"));
        request.Headers.Add("X-Onbehalf-Shown", shown ?? _shown);
        if (fromOurPage)
        {
            request.Headers.Add("X-Onbehalf", "1");
            request.Headers.Add("Origin", app.GetLeftPart(UriPartial.Authority));
        }

        using var answer = await _client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<Uri> SubmitAsync(Uri page, string account)
    {
        using var form = new FormUrlEncodedContent([new("name", account), new("password", "onbehalf")]);
        using var moved = await _client.PostAsync(page, form);
        return new Uri(page, moved.Headers.Location ?? throw new InvalidOperationException($"{page} answers {(int)moved.StatusCode}."));
    }

    [GeneratedRegex("<button type=\"button\" value=\"([0-9a-f]+)\">")]
    private static partial Regex Button();

    [GeneratedRegex("http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"")]
    private static partial Regex Refresh();
}
