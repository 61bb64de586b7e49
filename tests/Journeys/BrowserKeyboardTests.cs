using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserKeyboardTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task Everything_from_a_new_thread_to_its_audit_is_done_by_keyboard()
    {
        var page = await Stage.SignInAsync("bob");
        var keys = page.Keyboard;
        var switcher = page.GetByLabel("Go to a thread, a person or a page");

        await keys.PressAsync("Control+k");
        await Expect(switcher).ToBeFocusedAsync();
        await keys.TypeAsync("new thread");
        await keys.PressAsync("Enter");
        await Expect(page.GetByLabel("With")).ToBeFocusedAsync();
        await keys.TypeAsync("Carol");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Carol" })).ToBeVisibleAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("Enter");

        var composer = page.GetByLabel("Ask the agent");
        await Expect(composer).ToBeFocusedAsync();
        await keys.TypeAsync("top 5 open deals");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".badge")).ToContainTextAsync("ran as Bob on company");
        await Expect(composer).ToBeFocusedAsync();

        await keys.PressAsync("Escape");
        await Expect(page.Locator(".reply")).ToBeFocusedAsync();
        await keys.PressAsync("k");
        await Expect(page.Locator(".message.person")).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await Expect(page.Locator(".reply")).ToBeFocusedAsync();
        await keys.PressAsync("/");
        await Expect(composer).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("Control+k");
        await Expect(switcher).ToBeFocusedAsync();
        await keys.TypeAsync("audit");
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Audit" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_wiki_page_is_found_edited_and_saved_by_keyboard()
    {
        var alice = await Stage.SignInAsync("alice");
        var keys = alice.Keyboard;

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("holidays");
        await Expect(alice.GetByRole(AriaRole.Option, new() { Name = "Holidays and leave" })).ToBeVisibleAsync();
        await keys.PressAsync("Enter");
        await Expect(alice.Locator(".document")).ToContainTextAsync("28 days");
        await Expect(alice.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        while (!await alice.GetByRole(AriaRole.Link, new() { Name = "Edit" }).EvaluateAsync<bool>("link => link === document.activeElement"))
            await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Expect(alice.GetByLabel("Text, in Markdown")).ToBeFocusedAsync();
        await keys.PressAsync("Control+End");
        await keys.TypeAsync(" Written without a mouse.");
        await keys.PressAsync("Control+s");

        await Expect(alice.Locator(".document-page")).ToContainTextAsync("Written without a mouse.");
        Assert.Empty(Stage.Complaints);
    }
}
