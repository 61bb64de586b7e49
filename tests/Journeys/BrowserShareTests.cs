using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserShareTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task Open_rows_are_opened_as_oneself_and_a_private_answer_is_read_while_it_is_shared()
    {
        var alice = await Stage.SignInAsync("alice");
        var bob = await Stage.SignInAsync("bob");
        await BrowserStage.OpenThreadAsync(alice, bob, "Bob");

        await BrowserStage.AskAsync(alice, "how many employees by department");
        await Expect(bob.Locator(".open-rows")).ToContainTextAsync("These rows are opened as you");
        await Expect(bob.Locator("table.grid")).ToHaveCountAsync(0);
        await bob.GetByRole(AriaRole.Button, new() { Name = "Open as me" }).ClickAsync();
        await Expect(bob.Locator("table.grid")).ToContainTextAsync("Engineering");
        await Expect(bob.Locator(".opened-as")).ToContainTextAsync("opened as Bob, ");

        await BrowserStage.AskAsync(alice, "average salary by department");
        var answer = alice.Locator(".reply").Nth(1);
        await Expect(answer.Locator("table.grid")).ToContainTextAsync("Engineering");
        await Expect(bob.Locator(".locked-card")).ToContainTextAsync("Answered to Alice");

        var dialog = await PreviewAsync(alice, answer);
        await alice.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(answer.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true })).ToBeFocusedAsync();
        await alice.Keyboard.PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Share with 1 person" }).ClickAsync();

        await Expect(answer.GetByText("Shared", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(bob.GetByText("Shared by Alice")).ToBeVisibleAsync();
        await Expect(bob.Locator("table.grid")).ToHaveCountAsync(2);
        await Expect(bob.Locator(".locked-card")).ToHaveCountAsync(0);

        await answer.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Expect(bob.Locator(".locked-card")).ToContainTextAsync("Answered to Alice");
        await Expect(bob.Locator("table.grid")).ToHaveCountAsync(1);
        await Expect(answer.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true })).ToBeVisibleAsync();

        await bob.Locator(".opened-as").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(bob.Locator(".record.wanted")).ToContainTextAsync("Bob");
        Assert.Empty(Stage.Complaints);
    }

    /// <summary>Opened in a narrow window, in which it has to be whole and free of violations.</summary>
    private static async Task<ILocator> PreviewAsync(IPage page, ILocator answer)
    {
        await page.SetViewportSizeAsync(360, 780);
        await answer.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Share this answer" });
        await Expect(dialog.Locator(".share-audience")).ToContainTextAsync("Bob");
        await Expect(dialog.Locator("table.grid")).ToContainTextAsync("Engineering");
        await BrowserStage.ShootAsync(page, "share-preview-360");
        Assert.Empty(await Accessibility.ViolationsAsync(page));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The preview is wider than the window.");
        return dialog;
    }
}
