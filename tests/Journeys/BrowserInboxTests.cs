using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserInboxTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task What_waits_is_heard_of_at_once_and_done_by_keyboard()
    {
        var alice = await Stage.SignInAsync("alice");
        var bob = await Stage.SignInAsync("bob");
        await bob.AddInitScriptAsync(
            """
            Notification.requestPermission = async () => 'default';
            Object.defineProperty(Notification, 'permission', { get: () => 'default', configurable: true });
            """);
        await BrowserStage.OpenThreadAsync(alice, bob, "Bob");
        var thread = new Uri(alice.Url).AbsolutePath;
        await bob.GotoAsync("/inbox");
        await Expect(bob.GetByText("Nothing waits for you")).ToBeVisibleAsync();

        await BrowserStage.AskAsync(alice, "average salary by department");
        var row = bob.Locator(".rail .thread-row").Filter(new() { Has = bob.Locator($"a[href='{thread}']") });
        await Expect(row.Locator(".count")).ToBeVisibleAsync();
        await Expect(bob).ToHaveTitleAsync("(1) Inbox · Onbehalf");
        await alice.Locator(".reply").GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true }).ClickAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "Share with 1 person" }).ClickAsync();
        var item = bob.Locator(".inbox-rows a.row");
        await Expect(item).ToContainTextAsync("Alice shared an answer with you.");
        await Expect(bob.Locator(".rail a[href='/inbox'] .count")).ToContainTextAsync("1");
        Assert.Empty(await Accessibility.ViolationsAsync(bob));
        await BrowserStage.ShootAsync(bob, "inbox-1280");
        await bob.SetViewportSizeAsync(360, 780);
        await BrowserStage.ShootAsync(bob, "inbox-360");
        Assert.True(await bob.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The inbox is wider than the window.");
        await bob.SetViewportSizeAsync(1280, 800);

        // The person closes the prompt without an answer, so notifications stay off.
        await bob.GetByLabel("Notify me on this device").ClickAsync();
        await Expect(bob.GetByLabel("Notify me on this device")).Not.ToBeCheckedAsync();
        await bob.EvaluateAsync("() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' })");
        await bob.GetByLabel("Notify me on this device").ClickAsync();
        await Expect(bob.GetByText("This browser does not let Onbehalf notify you")).ToBeVisibleAsync();

        await bob.Keyboard.PressAsync("j");
        await Expect(item).ToBeFocusedAsync();
        await bob.Keyboard.PressAsync("e");
        await Expect(bob.GetByText("Nothing waits for you")).ToBeVisibleAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "More for" }).FocusAsync();
        await bob.Keyboard.PressAsync("Enter");
        await Expect(bob.GetByRole(AriaRole.Menuitem, new() { Name = "Pin" })).ToBeFocusedAsync();
        await bob.Keyboard.PressAsync("ArrowDown");
        await bob.Keyboard.PressAsync("ArrowDown");
        await bob.Keyboard.PressAsync("Enter");
        await Expect(row.Locator(".count")).ToHaveCountAsync(0);
        await Expect(bob).ToHaveTitleAsync("Inbox · Onbehalf");
        await row.GetByRole(AriaRole.Button, new() { Name = "More for" }).ClickAsync();
        await bob.GetByRole(AriaRole.Menuitem, new() { Name = "Rename" }).ClickAsync();
        await bob.GetByLabel("Name", new() { Exact = true }).FillAsync("Pay by department");
        await bob.Keyboard.PressAsync("Enter");
        await Expect(alice.Locator(".rail .thread-title").Filter(new() { HasText = "Pay by department" })).ToBeVisibleAsync();
        Assert.Empty(Stage.Complaints);
    }
}
