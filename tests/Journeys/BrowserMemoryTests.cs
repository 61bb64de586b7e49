using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserMemoryTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task What_is_remembered_is_mine_alone_and_forgotten_when_I_say_so()
    {
        var alice = await Stage.SignInAsync("alice");
        var bob = await Stage.SignInAsync("bob");
        await BrowserStage.OpenOwnAsync(alice, "Memory");
        await alice.GetByLabel("Remember").FillAsync("I look after the EMEA region.");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(alice.Locator(".memory-text")).ToHaveTextAsync("I look after the EMEA region.");
        await BrowserStage.ShootAsync(alice, "memory");

        await bob.GotoAsync("/memory");
        await Expect(bob.GetByText("Nothing is remembered")).ToBeVisibleAsync();

        await alice.ReloadAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "Forget" }).ClickAsync();
        await Expect(alice.GetByText("Nothing is remembered")).ToBeVisibleAsync();
        Assert.Empty(Stage.Complaints);
    }
}
