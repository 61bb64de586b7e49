using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserLongThreadTests(BrowserStage stage) : BrowserTests(stage)
{
    private const int Messages = 560;
    private const int MostHeld = 500;
    private const int ManyThreads = 210;

    [BrowserFact]
    public async Task A_long_thread_is_read_to_its_beginning_and_back_while_the_page_holds_a_part_of_it()
    {
        var alice = await Stage.SignInAsync("alice");
        var thread = (await BrowserStage.CallAsync(alice, "POST", "/api/threads", new { title = "Long" })).GetProperty("id").GetString()!;
        await alice.EvaluateAsync(
            """
            async ([thread, count]) => {
              const say = (n) => fetch(`/api/threads/${thread}/messages`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-onbehalf': '1' }, body: JSON.stringify({ text: `word ${n}.`, agent: false }) });
              await say(1);
              for (let n = 2; n < count; n += 8) await Promise.all([...Array(Math.min(8, count - n)).keys()].map((more) => say(n + more)));
              await say(count);
            }
            """,
            new object[] { thread, Messages });
        await alice.GotoAsync($"/t/{thread}");
        var held = alice.Locator(".message");
        await Expect(alice.GetByText($"word {Messages}.")).ToBeVisibleAsync();
        await Expect(held).ToHaveCountAsync(50);

        var first = alice.GetByText("word 1.", new() { Exact = true });
        for (var pages = 0; pages < Messages / 50; pages++)
        {
            // The beginning may come by itself, with the page before it.
            if (await held.First.GetAttributeAsync("id") is not { } before || before.EndsWith("-m1", StringComparison.Ordinal))
                break;
            await alice.Locator(".transcript").EvaluateAsync("log => { log.scrollTop = 0; }");
            await Expect(held.First).Not.ToHaveAttributeAsync("id", before);
            Assert.InRange(await held.CountAsync(), 1, MostHeld);
        }

        await Expect(first).ToHaveCountAsync(1);
        await Expect(held).ToHaveCountAsync(MostHeld);
        await alice.GetByRole(AriaRole.Button, new() { Name = "Latest" }).ClickAsync();
        await Expect(alice.GetByText($"word {Messages}.")).ToBeInViewportAsync();
        await Expect(held).ToHaveCountAsync(50);

        await alice.GotoAsync($"/t/{thread}#{thread}-m200");
        await Expect(alice.GetByText("word 200.", new() { Exact = true })).ToBeInViewportAsync();
        for (var pages = 0; pages < 4; pages++)
        {
            var last = await held.Last.GetAttributeAsync("id");
            await alice.Locator(".transcript").EvaluateAsync("log => { log.scrollTop = log.scrollHeight; }");
            await Expect(held.Last).Not.ToHaveAttributeAsync("id", last!);
        }

        await alice.GetByRole(AriaRole.Button, new() { Name = "Latest" }).ClickAsync();
        await Expect(alice.GetByText($"word {Messages}.")).ToBeInViewportAsync();
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Who_has_very_many_threads_meets_the_newest_first_and_finds_each()
    {
        var erin = await Stage.SignInAsync("erin");
        await erin.EvaluateAsync(
            """
            async (count) => {
              const open = (n) => fetch('/api/threads', { method: 'POST', headers: { 'content-type': 'application/json', 'x-onbehalf': '1' }, body: JSON.stringify({ title: `Topic ${n}` }) });
              for (let n = 1; n < count; n += 8) await Promise.all([...Array(Math.min(8, count - n)).keys()].map((more) => open(n + more)));
              await open(count);
            }
            """,
            ManyThreads);
        await erin.GotoAsync("/");

        var rail = erin.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await Expect(rail.Locator(".thread-title").First).ToHaveTextAsync($"Topic {ManyThreads}");
        Assert.InRange(await rail.Locator(".thread-link").CountAsync(), 1, 20);
        await rail.GetByRole(AriaRole.Link, new() { NameRegex = new("^All \\d+ chats$") }).ClickAsync();
        await erin.GetByRole(AriaRole.Button, new() { Name = "Show older" }).ClickAsync();

        await Expect(erin.Locator("main .row-name").Filter(new() { HasTextRegex = new("^Topic ") })).ToHaveCountAsync(ManyThreads);
        await erin.GetByLabel("Filter chats").FillAsync("topic 42");
        await Expect(erin.Locator("main .row-name").First).ToHaveTextAsync("Topic 42");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Who_is_taken_out_of_the_room_while_watching_is_told_so_and_sees_nothing_more()
    {
        var alice = await Stage.SignInAsync("alice");
        var bob = await Stage.SignInAsync("bob");
        var me = (await BrowserStage.CallAsync(bob, "GET", "/api/me")).GetProperty("subject").GetString();
        var room = (await BrowserStage.CallAsync(alice, "POST", "/api/rooms", new { name = "Review", members = new[] { me } })).GetProperty("id").GetString();
        var thread = (await BrowserStage.CallAsync(alice, "POST", "/api/threads", new { roomId = room, title = "Figures" })).GetProperty("id").GetString();
        await bob.GotoAsync($"/t/{thread}");
        await alice.GotoAsync($"/t/{thread}");
        await alice.GetByLabel("Ask the agent").WaitForAsync();
        await alice.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();
        await alice.GetByLabel("Write to people").FillAsync("Between us.");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(bob.GetByText("Between us.")).ToBeVisibleAsync();

        await BrowserStage.CallAsync(alice, "PUT", $"/api/rooms/{room}/members", new { members = Array.Empty<string>() });

        await Expect(bob.GetByText("You are no longer in this thread")).ToBeVisibleAsync();
        await Expect(bob.GetByText("Between us.")).ToHaveCountAsync(0);
        await Expect(bob.GetByLabel("Ask the agent")).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }
}
