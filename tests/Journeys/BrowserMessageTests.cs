using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>Two people talk: with Markdown, mentions, quotes, reactions, edits, a deletion and a line that breaks.</summary>
public sealed class BrowserMessageTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task A_conversation_between_two_people(int width)
    {
        BrowserNewContextOptions Window() => new() { ViewportSize = new() { Width = width, Height = 780 } };
        var (bob, alice) = (await Stage.SignInAsync("bob", Window()), await Stage.SignInAsync("alice", Window()));
        await BrowserStage.OpenThreadAsync(bob, alice, "Alice");
        await bob.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();

        await WriteAsync(bob, "**Numbers** from `x`\n<b>no html</b>\n\n```\nselect 1\n```");
        var first = alice.Locator(".message.person").First;
        await Expect(first.Locator("strong")).ToHaveTextAsync("Numbers");
        await Expect(first).ToContainTextAsync("<b>no html</b>");
        await Expect(first.Locator("pre")).ToHaveTextAsync("select 1");

        await bob.GetByLabel("Write to people").PressSequentiallyAsync("ask @Ali");
        await Expect(bob.GetByRole(AriaRole.Option, new() { Name = "Alice" })).ToBeVisibleAsync();
        await bob.Keyboard.PressAsync("Enter");
        await bob.Keyboard.TypeAsync("about it");
        await bob.Keyboard.PressAsync("Enter");
        await Expect(alice.Locator(".named.me")).ToHaveTextAsync("@Alice");

        await ActAsync(alice, first, "Quote");
        await alice.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();
        await WriteAsync(alice, "This one?");
        await Expect(bob.Locator(".quoted a")).ToContainTextAsync("Numbers");

        var mine = bob.Locator(".message.person").First;
        await ActAsync(bob, mine, "React");
        await mine.GetByRole(AriaRole.Button, new() { Name = "party" }).ClickAsync();
        await Expect(alice.Locator(".reaction")).ToHaveTextAsync("🎉 1");
        await alice.Locator(".reaction").ClickAsync();
        await Expect(bob.Locator(".reaction")).ToHaveTextAsync("🎉 2");

        await ActAsync(bob, mine, "Edit");
        await bob.GetByLabel("Edit your message").FillAsync("**Figures** from Friday");
        await ShootAsync(bob, width, "editing");
        await bob.Keyboard.PressAsync("Enter");
        await Expect(first).ToContainTextAsync("Figures from Friday");
        await Expect(first).ToContainTextAsync("edited");
        await Expect(alice.Locator(".quoted a")).ToContainTextAsync("Figures");
        await Expect(first.GetByRole(AriaRole.Button, new() { Name = "Delete", IncludeHidden = true })).ToHaveCountAsync(0);
        await mine.FocusAsync();
        await ShootAsync(bob, width, "talk");

        await ActAsync(bob, mine, "Delete");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(first).ToContainTextAsync("Message deleted by its author");
        await Expect(alice.Locator(".quoted a")).ToContainTextAsync("Message deleted by its author");
        await ShootAsync(alice, width, "tombstone");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task What_is_said_without_a_line_goes_out_once_when_it_is_back()
    {
        var (bob, alice) = (await Stage.SignInAsync("bob"), await Stage.SignInAsync("alice"));
        await BrowserStage.OpenThreadAsync(bob, alice, "Alice");
        await bob.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();

        await bob.Context.SetOfflineAsync(true);
        await WriteAsync(bob, "from the tunnel");
        await Expect(bob.GetByText("It is sent as soon as")).ToBeVisibleAsync();
        await Expect(bob.Locator(".banner")).ToContainTextAsync("One message waits to be sent");
        await bob.Context.SetOfflineAsync(false);

        await Expect(alice.Locator(".typed")).ToHaveTextAsync(["from the tunnel"]);
        await Expect(bob.Locator(".outgoing")).ToHaveCountAsync(0);
        await Expect(bob.Locator(".typed")).ToHaveTextAsync(["from the tunnel"]);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_card_stands_under_its_question_although_the_conversation_went_on()
    {
        var (bob, alice) = (await Stage.SignInAsync("bob"), await Stage.SignInAsync("alice"));
        await BrowserStage.OpenThreadAsync(bob, alice, "Alice");
        await BrowserStage.AskAsync(bob, "change the stage of deal 2513 to won");
        await Expect(bob.Locator(".confirmation")).ToBeVisibleAsync();

        await alice.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();
        await WriteAsync(alice, "Wait, is that right?");
        await Expect(bob.GetByText("Wait, is that right?")).ToBeVisibleAsync();

        Assert.Equal(["person", "live", "person"], await bob.EvaluateAsync<string[]>("[...document.querySelectorAll('.messages > .message')].map((one) => one.classList.contains('live') ? 'live' : one.classList.contains('person') ? 'person' : '?')"));
        await bob.GetByRole(AriaRole.Button, new() { Name = "A change waits for your approval" }).ClickAsync();
        await bob.Locator(".confirmation").GetByRole(AriaRole.Button, new() { Name = "Decline" }).ClickAsync();
        await Expect(bob.Locator(".confirmation")).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }

    private static async Task WriteAsync(IPage page, string text)
    {
        await page.GetByLabel("Write to people").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>By keyboard: the actions of a message are there while it has the focus.</summary>
    private static async Task ActAsync(IPage page, ILocator message, string name)
    {
        await message.FocusAsync();
        await message.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static Task ShootAsync(IPage page, int width, string name) => Accessibility.CheckAsync(page, $"message-{name}-{width}");
}
