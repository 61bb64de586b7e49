using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserAccessibilityTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Every_page_is_free_of_violations_in_both_themes_and_widths(int width)
    {
        BrowserNewContextOptions Window() => new() { ViewportSize = new() { Width = width, Height = 780 } };
        var name = $"{width}";
        var signedOut = await Stage.OpenAsync(Window());
        await CheckAsync(signedOut, $"{name}-signed-out", signedOut.GetByRole(AriaRole.Button, new() { Name = "Sign in" }));

        var page = await Stage.SignInAsync("alice", Window());
        await CheckAsync(page, $"{name}-home", page.GetByLabel("Ask in a thread of your own"));
        await page.Keyboard.PressAsync("n");
        await CheckAsync(page, $"{name}-new-thread", page.GetByRole(AriaRole.Dialog, new() { Name = "New thread" }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Start alone" }).ClickAsync();
        await CheckAsync(page, $"{name}-empty", page.GetByText("Ask the first question"));
        await BrowserStage.AskAsync(page, "average salary by department");
        await CheckAsync(page, $"{name}-answer", page.Locator(".badge"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Chart" }).ClickAsync();
        await CheckAsync(page, $"{name}-chart", page.Locator(".chart svg"));
        await page.GotoAsync("/search");
        await CheckAsync(page, $"{name}-search-empty", page.GetByRole(AriaRole.Heading, new() { Name = "Filters" }));
        await page.GotoAsync("/search?q=hotels");
        await CheckAsync(page, $"{name}-search", page.Locator("mark").First);
        await page.GotoAsync("/wiki");
        await CheckAsync(page, $"{name}-wiki", page.Locator(".cards .card-button").First);
        await page.GotoAsync("/wiki?q=hotels");
        await CheckAsync(page, $"{name}-wiki-search", page.Locator("mark").First);
        await page.GetByRole(AriaRole.Link, new() { Name = "Travel policy" }).First.ClickAsync();
        await CheckAsync(page, $"{name}-wiki-page", page.Locator(".document"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await CheckAsync(page, $"{name}-wiki-edit", page.GetByLabel("Text, in Markdown"));
        await page.GotoAsync("/automations");
        await CheckAsync(page, $"{name}-automations", page.GetByText("Nothing runs by itself yet"));
        await page.GotoAsync("/automations/new");
        await CheckAsync(page, $"{name}-automation-new", page.GetByLabel("In words"));
        await page.GotoAsync("/runs");
        await CheckAsync(page, $"{name}-runs", page.Locator(".empty-rows"));
        await page.GotoAsync("/connections");
        await CheckAsync(page, $"{name}-connections", page.Locator(".connection").First);
        await page.GotoAsync("/memory");
        await CheckAsync(page, $"{name}-memory", page.GetByText("Nothing is remembered"));
        await page.GotoAsync("/access");
        await CheckAsync(page, $"{name}-access", page.Locator(".access-spaces li").First);
        await page.GotoAsync("/settings");
        await CheckAsync(page, $"{name}-settings", page.GetByText("questions of a fixed form").First);
        await page.GotoAsync("/chats");
        await CheckAsync(page, $"{name}-chats", page.Locator("main .row").First);
        var room = await BrowserStage.CallAsync(page, "POST", "/api/rooms", new { name = "Review" });
        await page.GotoAsync($"/rooms/{room.GetProperty("id").GetString()}");
        await CheckAsync(page, $"{name}-room", page.Locator(".room-people li").First);
        await page.GotoAsync("/rooms");
        await CheckAsync(page, $"{name}-rooms", page.Locator("main .row").First);
        await page.GotoAsync("/audit");
        await CheckAsync(page, $"{name}-audit", page.Locator(".record").First);
    }

    private static async Task CheckAsync(IPage page, string name, ILocator shown)
    {
        await Expect(shown).ToBeVisibleAsync();
        await Accessibility.CheckAsync(page, name);
    }
}
