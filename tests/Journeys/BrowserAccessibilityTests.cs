using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserAccessibilityTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task Every_page_is_free_of_violations_in_both_themes_and_widths()
    {
        var signedOut = await Stage.OpenAsync();
        await CheckAsync(signedOut, "signed-out", signedOut.GetByRole(AriaRole.Button, new() { Name = "Sign in" }));

        var page = await Stage.SignInAsync("alice");
        await CheckAsync(page, "home", page.GetByLabel("Ask in a thread of your own"));
        await page.Keyboard.PressAsync("n");
        await CheckAsync(page, "new-thread", page.GetByRole(AriaRole.Dialog, new() { Name = "New thread" }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Start alone" }).ClickAsync();
        await CheckAsync(page, "empty", page.GetByText("Ask the first question"));
        await BrowserStage.AskAsync(page, "average salary by department");
        await CheckAsync(page, "answer", page.Locator(".badge"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Chart" }).ClickAsync();
        await CheckAsync(page, "chart", page.Locator(".chart svg"));
        await page.GotoAsync("/search");
        await CheckAsync(page, "search-empty", page.GetByRole(AriaRole.Heading, new() { Name = "Filters" }));
        await page.GotoAsync("/search?q=hotels");
        await CheckAsync(page, "search", page.Locator("mark").First);
        await page.GotoAsync("/wiki");
        await CheckAsync(page, "wiki", page.Locator(".cards .card-button").First);
        await page.GotoAsync("/wiki?q=hotels");
        await CheckAsync(page, "wiki-search", page.Locator("mark").First);
        await page.GetByRole(AriaRole.Link, new() { Name = "Travel policy" }).First.ClickAsync();
        await CheckAsync(page, "wiki-page", page.Locator(".document"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await CheckAsync(page, "wiki-edit", page.GetByLabel("Text, in Markdown"));
        await page.GotoAsync("/automations");
        await CheckAsync(page, "automations", page.GetByText("Nothing runs by itself yet"));
        await page.GotoAsync("/automations/new");
        await CheckAsync(page, "automation-new", page.GetByLabel("In words"));
        await page.GotoAsync("/runs");
        await CheckAsync(page, "runs", page.Locator(".empty-rows"));
        await page.GotoAsync("/connections");
        await CheckAsync(page, "connections", page.Locator(".connection").First);
        await page.GotoAsync("/memory");
        await CheckAsync(page, "memory", page.GetByText("Nothing is remembered"));
        await page.GotoAsync("/access");
        await CheckAsync(page, "access", page.Locator(".access-spaces li").First);
        await page.GotoAsync("/settings");
        await CheckAsync(page, "settings", page.GetByText("questions of a fixed form").First);
        await page.GotoAsync("/chats");
        await CheckAsync(page, "chats", page.Locator("main .row").First);
        var room = await BrowserStage.CallAsync(page, "POST", "/api/rooms", new { name = "Review" });
        await page.GotoAsync($"/rooms/{room.GetProperty("id").GetString()}");
        await CheckAsync(page, "room", page.Locator(".room-people li").First);
        await page.GotoAsync("/rooms");
        await CheckAsync(page, "rooms", page.Locator("main .row").First);
        await page.GotoAsync("/audit");
        await CheckAsync(page, "audit", page.Locator(".record").First);
    }

    /// <summary>Checks the page in both widths, and leaves it wide.</summary>
    private static async Task CheckAsync(IPage page, string name, ILocator shown)
    {
        foreach (var width in (int[])[360, 1280])
        {
            await page.SetViewportSizeAsync(width, 780);
            await Expect(shown).ToBeVisibleAsync();
            await Accessibility.CheckAsync(page, $"{width}-{name}");
        }
    }
}
