using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>Only lists and pages scroll, never the window: whatever there is to list and wherever a link leads.</summary>
public sealed class BrowserFrameTests(BrowserStage stage) : BrowserTests(stage)
{
    private const int UnreadThreads = 60;

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task No_page_is_longer_than_its_window_with_many_unread_threads(int width)
    {
        var alice = await Stage.SignInAsync("alice", new() { ViewportSize = new() { Width = width, Height = 820 } });
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
            await alice.GotoAsync("about:blank");
            await alice.GotoAsync(path);
            await Expect(alice.Locator(".thread-link.unread").First).ToBeAttachedAsync();
            await Expect(alice.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
            var measured = await alice.EvaluateAsync<int[]>(
                """
                () => {
                  const [page, frame] = [document.documentElement, document.querySelector('.frame')];
                  return [Math.round(frame.getBoundingClientRect().top), frame.scrollTop, page.scrollHeight - innerHeight, page.scrollWidth - innerWidth];
                }
                """);
            Assert.True(measured is [0, 0, <= 0, <= 0], $"{path}: {string.Join(' ', measured)}");
        }

        await Expect(alice.GetByRole(AriaRole.Heading, new() { Name = "Not found" })).ToHaveCountAsync(1);
        Assert.InRange(await alice.Locator(".rail .thread-link").CountAsync(), 1, 20);
        await BrowserStage.ShootAsync(alice, $"frame-{width}");
        Assert.Empty(Stage.Complaints);
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
