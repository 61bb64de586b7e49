using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static Onbehalf.Tests.Journeys.ArtifactPages;

namespace Onbehalf.Tests.Journeys;

/// <summary>People make things together: a list, a board, a document and a dashboard, each seen with its viewer's rights.</summary>
public sealed class BrowserArtifactTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Two_people_edit_one_list_that_one_of_them_put_into_their_thread(int width)
    {
        BrowserNewContextOptions Window() => new() { ViewportSize = new() { Width = width, Height = 780 } };
        var (bob, alice) = (await Stage.SignInAsync("bob", Window()), await Stage.SignInAsync("alice", Window()));
        await BrowserStage.OpenThreadAsync(bob, alice, "Alice");
        var thread = new Uri(bob.Url).AbsolutePath;

        await bob.GetByRole(AriaRole.Button, new() { Name = "Artifacts of this thread" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "New artifact" }).Last.ClickAsync();
        await ShootAsync(bob, width, "new");
        await bob.GetByLabel("Title").FillAsync("Launch");
        await bob.Keyboard.PressAsync("Enter");
        await AddAsync(bob, "Write the announcement", "Call Carol");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Put it in a thread" }).ClickAsync();
        await Expect(bob.Locator(".share-preview")).ToContainTextAsync("Call Carol");
        await Expect(bob.Locator(".share-audience")).ToHaveTextAsync("AAlice");
        await ShootAsync(bob, width, "preview");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Put it there" }).ClickAsync();

        await alice.Locator(".typed a").Last.ClickAsync();
        await Expect(alice).ToHaveURLAsync(new Regex($"{thread}\\?beside=artifact:"));
        await AddAsync(alice, "Book a room");
        await Expect(Entry(bob, "Book a room")).ToHaveCountAsync(1);
        await alice.GetByLabel("Done: Call Carol").CheckAsync();
        await Expect(bob.GetByLabel("Done: Call Carol")).ToBeCheckedAsync();
        await Entry(alice, "Write the announcement").FocusAsync();
        await Expect(bob.Locator(".here-tag")).ToContainTextAsync("Alice");
        await ShootAsync(bob, width, "list");

        await bob.GetByLabel("Owner of Book a room").SelectOptionAsync(new SelectOptionValue { Label = "Bob" });
        await Expect(alice.GetByLabel("Owner of Book a room")).ToHaveValueAsync(new Regex(".+"));
        await alice.GetByRole(AriaRole.Button, new() { Name = "Comment on Book a room" }).ClickAsync();
        await alice.Locator(".comments textarea").FillAsync("For **twenty**");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(bob.GetByRole(AriaRole.Button, new() { Name = "1 comment on Book a room" })).ToBeVisibleAsync();
        await ShootAsync(alice, width, "comment");

        await alice.GetByRole(AriaRole.Button, new() { Name = "Close the panel" }).ClickAsync();
        await Expect(alice.Locator(".beside-panel")).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Edits_without_a_line_are_merged_when_it_is_back_and_undone_by_their_author_alone()
    {
        var (bob, alice, path) = await SharedAsync(Stage, "list", "Offline");
        await AddAsync(bob, "first");
        await Expect(Entry(alice, "first")).ToHaveCountAsync(1);

        await bob.Context.SetOfflineAsync(true);
        await bob.GetByLabel("Done: first").CheckAsync();
        await AddAsync(bob, "from the tunnel");
        await Expect(bob.Locator(".banner")).ToContainTextAsync("You are offline");
        await Entry(alice, "first").FillAsync("first, by Alice");
        await alice.Keyboard.PressAsync("Tab");
        await bob.Context.SetOfflineAsync(false);

        await Expect(Entry(alice, "from the tunnel")).ToHaveCountAsync(1);
        await Expect(bob.GetByLabel("Done: first, by Alice")).ToBeCheckedAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Entry(alice, "from the tunnel")).ToHaveCountAsync(0);
        await Expect(Entry(bob, "first, by Alice")).ToHaveCountAsync(1);
        await bob.ReloadAsync();
        await Expect(Entry(bob, "first, by Alice")).ToHaveCountAsync(1);
        Assert.StartsWith("/artifacts/", path, StringComparison.Ordinal);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Two_people_write_in_one_text_and_nothing_of_either_is_lost()
    {
        var (bob, alice, _) = await SharedAsync(Stage, "document", "Plan");
        foreach (var page in (IPage[])[bob, alice])
            await page.GetByRole(AriaRole.Button, new() { Name = "Edit this text" }).ClickAsync();

        await bob.Keyboard.TypeAsync("Bob begins. ");
        await Expect(Text(alice)).ToHaveValueAsync("Bob begins. ");
        await alice.Keyboard.PressAsync("Control+Home");
        await Task.WhenAll(bob.Keyboard.TypeAsync("And goes on.", new() { Delay = 30 }), alice.Keyboard.TypeAsync("Alice before: ", new() { Delay = 30 }));

        foreach (var page in (IPage[])[bob, alice])
            await Expect(Text(page)).ToHaveValueAsync("Alice before: Bob begins. And goes on.");
        await alice.Keyboard.PressAsync("Control+z");
        await Expect(Text(bob)).ToHaveValueAsync("Bob begins. And goes on.");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_list_and_a_board_are_worked_with_by_keyboard_alone()
    {
        var alice = await Stage.SignInAsync("alice");
        var keys = alice.Keyboard;
        await alice.GotoAsync("/artifacts");
        await alice.GetByRole(AriaRole.Button, new() { Name = "New artifact" }).First.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(alice.GetByRole(AriaRole.Radio, new() { Name = "List" }).First).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await alice.GetByLabel("Add an item").FocusAsync();
        foreach (var what in (string[])["one", "two", "three"])
        {
            await keys.TypeAsync(what);
            await keys.PressAsync("Enter");
        }

        await Entry(alice, "three").FocusAsync();
        await keys.PressAsync("Alt+ArrowUp");
        await ExpectTitlesAsync(alice, "one", "three", "two");
        await Expect(alice.GetByRole(AriaRole.Button, new() { Name = "Move three" })).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await ExpectTitlesAsync(alice, "three", "one", "two");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await Expect(alice.GetByLabel("Done: three")).ToBeCheckedAsync();
        await keys.PressAsync("Control+z");
        await Expect(alice.GetByLabel("Done: three")).Not.ToBeCheckedAsync();

        var board = await MakeAsync(alice, "board", "Release");
        await alice.GotoAsync(board);
        await alice.GetByLabel("Add to To do").FocusAsync();
        await keys.TypeAsync("Ship it");
        await keys.PressAsync("Enter");
        await alice.Locator(".card").FocusAsync();
        await keys.PressAsync("Alt+ArrowRight");
        await Expect(alice.GetByRole(AriaRole.Region, new() { Name = "Doing" }).Locator(".card")).ToBeFocusedAsync();
        await ShootAsync(alice, 1280, "board");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_query_runs_as_whoever_looks_after_one_yes()
    {
        var (bob, alice, path) = await SharedAsync(Stage, "dashboard", "Deals");
        var sources = new TaskCompletionSource();
        await bob.RouteAsync("**/api/me/access", async route =>
        {
            await sources.Task;
            await route.ContinueAsync();
        });
        await bob.GetByRole(AriaRole.Button, new() { Name = "Query" }).ClickAsync();
        await bob.GetByRole(AriaRole.Dialog).GetByLabel("Title").FillAsync("By stage");
        await bob.GetByLabel("SQL").FillAsync("select stage, count(*) as deals from deals group by stage");
        await bob.GetByLabel("Shown as").SelectOptionAsync("bar");
        await Expect(bob.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeDisabledAsync();
        sources.SetResult();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Run as me", Exact = true }).ClickAsync();
        await Expect(bob.Locator(".request-foot")).ToContainTextAsync("ran as Bob");

        await alice.GetByRole(AriaRole.Button, new() { Name = "Run as me", Exact = true }).ClickAsync();
        await Expect(alice.Locator(".consent-card")).ToContainTextAsync("group by stage");
        await ShootAsync(alice, 1280, "consent");
        var (shown, yes) = (await alice.Locator(".request-shown").BoundingBoxAsync(), await alice.Locator(".consent-card .proposal-acts").BoundingBoxAsync());
        Assert.True(yes!.Y + yes.Height <= shown!.Y + shown.Height && shown.Height >= 300, "The answers to the question are inside the block.");
        await alice.Locator(".consent-card").GetByRole(AriaRole.Button, new() { Name = "Run as me" }).ClickAsync();
        await Expect(alice.Locator(".request-foot, .request-locked")).ToHaveCountAsync(1);
        await ShootAsync(alice, 1280, "dashboard");
        await alice.GotoAsync(path);
        await Expect(alice.GetByRole(AriaRole.Button, new() { Name = "Run as me", Exact = true })).ToBeVisibleAsync();
        await Expect(alice.Locator(".consent-card")).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_list_that_nobody_looks_at_for_a_minute_ends_its_stream_and_has_what_others_did_when_somebody_does()
    {
        var (bob, alice, _) = await SharedAsync(Stage, "list", "Away");
        var streams = await PageStreams.OpenAsync(bob, "/api/artifacts/");
        await AddAsync(alice, "first");
        await ExpectTitlesAsync(bob, "first");

        await streams.HideForAMinuteAsync();
        await AddAsync(alice, "second");
        await ExpectTitlesAsync(alice, "first", "second");
        await streams.ShowAsync();
        await AddAsync(alice, "third");

        await ExpectTitlesAsync(bob, "first", "second", "third");
        Assert.Empty(Stage.Complaints);
    }

    private static async Task ExpectTitlesAsync(IPage page, params string[] titles)
    {
        var shown = page.Locator(".cell-title textarea");
        await Expect(shown).ToHaveCountAsync(titles.Length);
        for (var i = 0; i < titles.Length; i++)
            await Expect(shown.Nth(i)).ToHaveValueAsync(titles[i]);
    }

    private static ILocator Text(IPage page) => page.GetByLabel("Text, in Markdown");
}
