using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>Only lists and pages scroll, never the window: whatever there is to list and wherever a link leads.</summary>
public sealed class BrowserFrameTests(BrowserStage stage) : BrowserTests(stage)
{
    private const int UnreadThreads = 60;

    private static readonly ViewportSize Wide = new() { Width = 1280, Height = 820 };
    private static readonly ViewportSize Narrow = new() { Width = 360, Height = 820 };

    [BrowserFact]
    public async Task No_page_is_longer_than_its_window_with_many_unread_threads()
    {
        var alice = await Stage.SignInAsync("alice", new() { ViewportSize = Wide });
        var thread = (await BrowserStage.CallAsync(alice, "POST", "/api/threads", new { title = "Read" })).GetProperty("id").GetString()!;
        for (var n = 0; n < 40; n++)
            await BrowserStage.CallAsync(alice, "POST", $"/api/threads/{thread}/messages", new { text = $"word {n}.", agent = false });
        await alice.RouteAsync("**/api/threads?*", WithUnreadAsync);

        string[] paths =
        [
            "/", $"/t/{thread}", $"/t/{thread}#{thread}-m40", $"/t/{thread}#{thread}-m1", "/wiki", "/wiki?q=hotels", "/artifacts", "/automations", "/automations/new", "/runs",
            "/connections", "/memory", "/access", "/audit", "/settings", "/rooms", "/chats", "/nonsense",
        ];
        foreach (var path in paths)
        {
            await LoadAsync(alice, path);
            await AssertFitsAsync(alice, path);
            await alice.SetViewportSizeAsync(Narrow.Width, Narrow.Height);
            // A link to a message scrolls as the page loads.
            if (path.Contains('#', StringComparison.Ordinal))
                await LoadAsync(alice, path);
            await AssertFitsAsync(alice, $"{path}, narrow");
            await alice.SetViewportSizeAsync(Wide.Width, Wide.Height);
        }

        await Expect(alice.GetByRole(AriaRole.Heading, new() { Name = "Not found" })).ToHaveCountAsync(1);
        Assert.InRange(await alice.Locator(".rail .thread-link").CountAsync(), 1, 20);
        await BrowserStage.ShootAsync(alice, "frame");
        Assert.Empty(Stage.Complaints);
    }

    private static async Task LoadAsync(IPage page, string path)
    {
        await page.GotoAsync("about:blank");
        await page.GotoAsync(path);
        await Expect(page.Locator(".thread-link.unread").First).ToBeAttachedAsync();
        await Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Measures once a change of the window's size has been drawn.</summary>
    private static async Task AssertFitsAsync(IPage page, string what)
    {
        var measured = await page.EvaluateAsync<int[]>(
            """
            async () => {
              await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
              const [page, frame] = [document.documentElement, document.querySelector('.frame')];
              return [Math.round(frame.getBoundingClientRect().top), frame.scrollTop, page.scrollHeight - innerHeight, page.scrollWidth - innerWidth];
            }
            """);
        Assert.True(measured is [0, 0, <= 0, <= 0], $"{what}: {string.Join(' ', measured)}");
    }

    private static async Task WithUnreadAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var body = JsonNode.Parse(await answer.TextAsync())!;
        var items = body["items"]!.AsArray();
        var first = items[0]!;
        for (var n = 0; n < UnreadThreads; n++)
        {
            var more = first.DeepClone();
            (more["id"], more["title"], more["unread"]) = ($"unread-{n}", $"Unread {n}", 1);
            items.Add(more);
        }

        await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
    }
}
