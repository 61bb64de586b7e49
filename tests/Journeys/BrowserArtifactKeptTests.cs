using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static Onbehalf.Tests.Journeys.ArtifactPages;

namespace Onbehalf.Tests.Journeys;

/// <summary>Edits that could not be sent outlive the page: for their author, for this artifact, and for nobody else.</summary>
public sealed class BrowserArtifactKeptTests(BrowserStage stage) : BrowserTests(stage)
{
    private const string Kept = "Object.keys(localStorage).filter(key => key.startsWith('onbehalf.unsent/')).length";

    [BrowserFact]
    public async Task Edits_that_could_not_be_sent_are_sent_once_after_a_reload()
    {
        var (bob, alice, path) = await SharedAsync(Stage, "list", "Kept");
        await AddAsync(bob, "first");
        await Expect(Entry(alice, "first")).ToHaveCountAsync(1);
        var asked = Dialogs(bob);
        await CutAsync(bob);

        await AddAsync(bob, "from before");
        await bob.GetByLabel("Done: first").CheckAsync();
        await Entry(bob, "first").FillAsync("first, typed to the end");
        await ExpectKeptAsync(bob);
        await bob.UnrouteAllAsync();
        await bob.ReloadAsync();

        await Expect(Entry(bob, "first, typed to the end")).ToHaveCountAsync(1);
        await Expect(Entry(alice, "first, typed to the end")).ToHaveCountAsync(1);
        await Expect(alice.GetByLabel("Done: first, typed to the end")).ToBeCheckedAsync();
        await Expect(Entry(alice, "from before")).ToHaveCountAsync(1);
        await bob.WaitForFunctionAsync($"() => {Kept} === 0");
        await alice.GotoAsync(path);
        await Expect(alice.Locator(".item")).ToHaveCountAsync(2);
        Assert.Empty(asked);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_text_that_was_not_sent_is_merged_with_what_others_wrote_meanwhile_from_any_page()
    {
        var (bob, alice, _) = await SharedAsync(Stage, "document", "Plan kept");
        foreach (var page in (IPage[])[bob, alice])
            await page.GetByRole(AriaRole.Button, new() { Name = "Edit this text" }).ClickAsync();
        await bob.Keyboard.TypeAsync("middle");
        await Expect(Text(alice)).ToHaveValueAsync("middle");
        await CutAsync(bob);

        await bob.Keyboard.TypeAsync(" and Bob's end");
        await ExpectKeptAsync(bob);
        await alice.Keyboard.PressAsync("Control+Home");
        await alice.Keyboard.TypeAsync("Alice's start, ");
        await bob.UnrouteAllAsync();
        await bob.GotoAsync("/wiki");

        await Expect(Text(alice)).ToHaveValueAsync("Alice's start, middle and Bob's end");
        await bob.WaitForFunctionAsync($"() => {Kept} === 0");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Kept_edits_are_gone_at_sign_out_and_for_the_next_person_and_can_be_copied_or_discarded_when_access_is_lost()
    {
        var (bob, alice, path) = await SharedAsync(Stage, "list", "Not for others");
        await CutAsync(bob);
        await AddAsync(bob, "secret of Bob");
        await ExpectKeptAsync(bob);
        await bob.Context.ClearCookiesAsync();
        await bob.GotoAsync("/");
        Assert.True(await bob.EvaluateAsync<int>(Kept) > 0);
        await BrowserStage.SignInAsync(bob, "carol");
        Assert.Equal(0, await bob.EvaluateAsync<int>(Kept));

        await CutAsync(alice);
        await AddAsync(alice, "secret of Alice");
        await ExpectKeptAsync(alice);
        alice.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await alice.Locator(".account-button").ClickAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await alice.WaitForFunctionAsync($"() => {Kept} === 0");
        await alice.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).WaitForAsync();

        await alice.UnrouteAllAsync();
        await BrowserStage.SignInAsync(alice, "alice");
        await OpenAsync(alice, path, "Not for others");
        await CutAsync(alice);
        await AddAsync(alice, "too late");
        await ExpectKeptAsync(alice);
        var maker = await Stage.SignInAsync("bob");
        await BrowserStage.CallAsync(maker, "DELETE", $"/api{path}");
        await Expect(alice.GetByRole(AriaRole.Heading, new() { Name = "Not here" })).ToBeVisibleAsync();
        await Expect(alice.GetByText("too late")).ToBeVisibleAsync();
        await alice.ReloadAsync();
        await Expect(alice.GetByText("too late")).ToBeVisibleAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(alice.GetByText("too late")).ToHaveCountAsync(0);
        Assert.Equal(0, await alice.EvaluateAsync<int>(Kept));
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Kept_edits_outlast_requests_that_find_no_artifact()
    {
        var alice = await Stage.SignInAsync("alice");
        await OpenAsync(alice, await MakeAsync(alice, "list", "Here again"), "Here again");
        var missing = alice.GetByRole(AriaRole.Heading, new() { Name = "Not here" });

        await HideAsync(alice);
        await AddAsync(alice, "mine");
        await Expect(missing).ToBeVisibleAsync();
        await alice.UnrouteAllAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(Entry(alice, "mine")).ToHaveCountAsync(1);
        await alice.WaitForFunctionAsync($"() => {Kept} === 0");

        await HideAsync(alice);
        await AddAsync(alice, "still mine");
        await Expect(missing).ToBeVisibleAsync();
        await alice.ReloadAsync();
        await Expect(missing).ToBeVisibleAsync();
        await Expect(alice.GetByText("still mine")).ToBeVisibleAsync();
        await alice.UnrouteAllAsync();
        await alice.ReloadAsync();

        await Expect(Entry(alice, "still mine")).ToHaveCountAsync(1);
        await alice.WaitForFunctionAsync($"() => {Kept} === 0");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Who_leaves_is_warned_only_while_an_edit_would_be_lost()
    {
        var alice = await Stage.SignInAsync("alice");
        await OpenAsync(alice, await MakeAsync(alice, "list", "Warned"), "Warned");
        await alice.EvaluateAsync("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }");
        await CutAsync(alice);
        await AddAsync(alice, "cannot be kept");
        var asked = new TaskCompletionSource<string>();
        alice.Dialog += (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            _ = dialog.DismissAsync();
        };

        await alice.EvaluateAsync("setTimeout(() => location.reload())");

        Assert.Equal("beforeunload", await asked.Task);
        await Expect(Entry(alice, "cannot be kept")).ToHaveCountAsync(1);
    }

    private static ILocator Text(IPage page) => page.GetByLabel("Text, in Markdown");

    /// <summary>Edits no longer reach the server; everything else does.</summary>
    private static async Task CutAsync(IPage page) => await page.RouteAsync("**/api/artifacts/*/ops", route => route.AbortAsync());

    private static async Task HideAsync(IPage page) => await page.RouteAsync("**/api/artifacts/**", route => route.FulfillAsync(new() { Status = 404 }));

    private static async Task ExpectKeptAsync(IPage page) => await page.WaitForFunctionAsync($"() => {Kept} > 0");

    private static List<string> Dialogs(IPage page)
    {
        var asked = new List<string>();
        page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Type);
            _ = dialog.AcceptAsync();
        };
        return asked;
    }
}
