using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>The texts are in the language that a person chose, wherever they sign in, and fit a phone.</summary>
public sealed class BrowserLanguageTests(BrowserStage stage) : BrowserTests(stage)
{
    private static readonly (string Path, string Heading)[] Pages =
    [
        ("/", "Hallo, Alice"), ("/inbox", "Posteingang"), ("/search", "Suche"), ("/search?q=deals", "Suche"), ("/rooms", "Räume"), ("/chats", "Chats"),
        ("/wiki", "Bibliothek"), ("/artifacts", "Bibliothek"), ("/automations", "Automatisierungen"), ("/automations/new", "Neue Automatisierung"), ("/runs", "Automatisierungen"),
        ("/connections", "Verbindungen"), ("/memory", "Gedächtnis"), ("/access", "Was der Agent für mich sieht"), ("/audit", "Protokoll"),
        ("/settings", "Einstellungen"), ("/nonsense", "Nicht gefunden"),
    ];

    [BrowserFact]
    public async Task German_is_chosen_once_follows_to_every_browser_and_is_given_back()
    {
        var alice = await Stage.SignInAsync("alice");
        await BrowserStage.OpenOwnAsync(alice, "Settings");
        await ChooseAsync(alice, "Language", "de");

        await Expect(Heading(alice, "Einstellungen")).ToBeVisibleAsync();
        await Expect(alice.GetByText("1.234.567")).ToBeVisibleAsync();
        await alice.ReloadAsync();
        await Expect(Heading(alice, "Einstellungen")).ToBeVisibleAsync();
        await Expect(alice.Locator("html")).ToHaveAttributeAsync("lang", "de");

        var elsewhere = await Stage.SignInAsync("alice", new() { ViewportSize = new() { Width = 360, Height = 820 } });
        await Expect(Heading(elsewhere, "Hallo, Alice")).ToBeVisibleAsync();
        await LookAtAnswerAsync(elsewhere);
        foreach (var (path, heading) in Pages)
            await LookAsync(elsewhere, path, heading);
        await LookAtArtifactAsync(elsewhere);

        await alice.GotoAsync("/settings");
        await ChooseAsync(alice, "Sprache", "en");
        await Expect(Heading(alice, "Settings")).ToBeVisibleAsync();
        await Expect(alice.GetByText("1,234,567")).ToBeVisibleAsync();
        await ChooseAsync(alice, "Language", "");
        await alice.ReloadAsync();
        await Expect(Heading(alice, "Settings")).ToBeVisibleAsync();
        await Expect(alice.Locator("html")).ToHaveAttributeAsync("lang", "en");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_German_browser_shows_German_before_anybody_has_signed_in()
    {
        var page = await Stage.OpenAsync(new() { Locale = "de-AT" });

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Anmelden" })).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        Assert.Empty(Stage.Complaints);
    }

    private static ILocator Heading(IPage page, string name) => page.Locator("main").GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    private static Task<IResponse> ChooseAsync(IPage page, string label, string language) => page.RunAndWaitForResponseAsync(
        () => page.GetByLabel(label, new() { Exact = true }).SelectOptionAsync(language),
        static answer => answer.Url.EndsWith("/api/me/settings", StringComparison.Ordinal) && answer.Request.Method == "PATCH");

    private static async Task LookAtAnswerAsync(IPage page)
    {
        await page.GetByLabel("In einem eigenen Thread fragen").FillAsync("average salary of employees by department");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".reply .badge")).ToContainTextAsync("gefragt von Alice · mit den Rechten von Alice");
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Antwort an Alice" })).ToContainTextAsync(" Zeilen");
        await FitsAsync(page, "answer");
    }

    private static async Task LookAtArtifactAsync(IPage page)
    {
        await page.GotoAsync("/artifacts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Neues Artefakt" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Anlegen", Exact = true }).ClickAsync();

        await Expect(page.GetByLabel("Element hinzufügen")).ToBeVisibleAsync();
        await Expect(page.GetByText("Noch nichts enthalten")).ToBeVisibleAsync();
        await FitsAsync(page, "artifact");
    }

    private static async Task LookAsync(IPage page, string path, string heading)
    {
        await page.GotoAsync(path);
        await Expect(Heading(page, heading)).ToBeVisibleAsync();
        await Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
        await FitsAsync(page, path);
    }

    private static async Task FitsAsync(IPage page, string name)
    {
        var over = await page.EvaluateAsync<int[]>(
            """
            () => {
              const [whole, main] = [document.documentElement, document.querySelector('main')];
              return [whole.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth];
            }
            """);
        await BrowserStage.ShootAsync(page, $"german-{name.Trim('/').Replace('/', '-').Replace('?', '-')}");
        Assert.True(over is [<= 0, <= 0], $"{name}: {string.Join(' ', over)}");
    }
}
