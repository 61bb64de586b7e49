using Microsoft.Playwright;
using Onbehalf.Tests.Search;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserSearchTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task A_message_is_found_from_the_switcher_opened_and_searched_again_by_keyboard()
    {
        var word = SearchApi.Word();
        var alice = await Stage.SignInAsync("alice");
        var bob = await Stage.SignInAsync("bob", new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        await BrowserStage.OpenThreadAsync(alice, bob, "Bob");
        await alice.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();
        await alice.GetByLabel("Write to people").FillAsync($"the <b>hotel</b> is booked, {word}");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(bob.Locator(".message.person")).ToContainTextAsync(word);

        var keys = bob.Keyboard;
        await bob.GotoAsync("/wiki");
        await bob.Locator(".rail .find").PressAsync("Enter");
        await Expect(bob.GetByRole(AriaRole.Combobox, new() { Name = "Go to" })).ToBeFocusedAsync();
        await keys.TypeAsync($"{word} hotel");
        await Expect(bob.GetByRole(AriaRole.Option).Last).ToContainTextAsync($"Search for “{word} hotel”");
        await keys.PressAsync("ArrowUp");
        for (var press = 0; press < 30 && !await bob.GetByRole(AriaRole.Option).Last.EvaluateAsync<bool>("option => option.getAttribute('aria-selected') === 'true'"); press++)
            await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");

        var hit = bob.Locator(".found-hit").First;
        await Expect(hit).ToContainTextAsync("Alice");
        await Expect(hit.Locator("mark")).ToHaveTextAsync(["hotel", word]);
        await Expect(hit).ToContainTextAsync("the <b>hotel</b> is booked");
        await BrowserStage.ShootAsync(bob, "search");
        await bob.GetByLabel("Search everything you may see").FocusAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(bob.Locator(".found-title").First).ToBeFocusedAsync();
        for (var press = 0; press < 30 && !await hit.EvaluateAsync<bool>("one => one === document.activeElement"); press++)
            await keys.PressAsync("ArrowDown");
        await Expect(hit).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(bob.Locator(".message.person")).ToContainTextAsync(word);

        await bob.GotoAsync("/search");
        await Expect(bob.GetByLabel("Search everything you may see")).ToBeFocusedAsync();
        await Expect(bob.Locator(".recent-search")).ToContainTextAsync([$"{word} hotel"]);
        await keys.TypeAsync($"{word} from:nobody-of-this-name");
        await keys.PressAsync("Enter");
        await Expect(bob.GetByText("matches nobody you can find")).ToBeVisibleAsync();
        await Expect(bob.GetByText("No results that you can see")).ToBeVisibleAsync();
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("after:someday");
        await keys.PressAsync("Enter");
        await Expect(bob.GetByRole(AriaRole.Alert)).ToContainTextAsync("after: needs a day");
        Assert.Empty(Stage.Complaints);
    }
}
