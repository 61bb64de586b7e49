using Microsoft.Playwright;
using Onbehalf.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserThreadTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task Two_people_ask_the_same_in_one_thread_and_each_gets_their_own_answer()
    {
        var alice = await Stage.SignInAsync("alice");
        var bob = await Stage.SignInAsync("bob");
        await BrowserStage.OpenThreadAsync(alice, bob, "Bob");

        await BrowserStage.AskAsync(alice, "average salary by department");
        await Expect(alice.Locator(".badge").First).ToContainTextAsync("asked by Alice · ran as Alice on company");
        await Expect(alice.Locator("table.grid").First).ToContainTextAsync("Engineering");
        await Expect(bob.Locator(".locked-card")).ToContainTextAsync("Answered to Alice");
        await Expect(bob.Locator("table.grid")).ToHaveCountAsync(0);

        await BrowserStage.AskAsync(bob, "average salary by department");
        await Expect(bob.Locator(".reply").First).ToContainTextAsync("I could not find “salary” in the data you may see");
        await Expect(bob.Locator(".badge").First).ToContainTextAsync("asked by Bob · ran as Bob");
        await Expect(bob.Locator("table.grid")).ToHaveCountAsync(0);

        await Task.WhenAll(BrowserStage.AskAsync(alice, "top 5 open deals"), BrowserStage.AskAsync(bob, "top 5 open deals"));
        await Expect(bob.Locator("table.grid").First).ToContainTextAsync("EMEA");
        await Expect(bob.Locator("table.grid").First).Not.ToContainTextAsync("AMER");
        await Expect(alice.Locator(".badge")).ToHaveCountAsync(2);
        await Expect(alice.Locator("table.grid")).ToHaveCountAsync(1);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_locked_answer_offers_asking_as_oneself_and_the_badge_leads_to_its_audit_row()
    {
        var bob = await Stage.SignInAsync("bob");
        var erin = await Stage.SignInAsync("erin");
        await BrowserStage.OpenThreadAsync(bob, erin, "Erin");

        await BrowserStage.AskAsync(bob, "top 5 open deals");
        await Expect(bob.Locator("table.grid")).ToContainTextAsync("EMEA");
        await erin.GetByRole(AriaRole.Button, new() { Name = "Ask as me" }).ClickAsync();
        await Expect(erin.GetByText("in the words of Bob")).ToBeVisibleAsync();
        await Expect(erin.Locator("table.grid")).ToContainTextAsync("AMER");
        await Expect(erin.Locator("table.grid")).Not.ToContainTextAsync("EMEA");
        await Expect(erin.Locator(".badge")).ToContainTextAsync("asked by Erin · ran as Erin on company");

        await erin.Locator(".badge").GetByRole(AriaRole.Link, new() { NameRegex = new("^looked up") }).ClickAsync();
        await Expect(erin.Locator(".record.wanted")).ToContainTextAsync("Erin");
        await Expect(erin.GetByText("Verified")).ToBeVisibleAsync();
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Whoever_has_anothers_answer_open_gets_to_the_record_of_the_acts_behind_it()
    {
        var bob = await Stage.SignInAsync("bob");
        var carol = await Stage.SignInAsync("carol");
        await BrowserStage.OpenThreadAsync(bob, carol, "Carol");

        await BrowserStage.AskAsync(bob, "top 5 open deals");
        await Expect(carol.Locator(".badge")).ToContainTextAsync("asked by Bob · ran as Bob on company");
        await carol.Locator(".badge").GetByRole(AriaRole.Link, new() { NameRegex = new("^looked up") }).ClickAsync();

        await Expect(carol.Locator(".record.wanted")).ToContainTextAsync("Bob");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Words_between_people_start_nothing_and_a_draft_survives_looking_elsewhere()
    {
        var alice = await Stage.SignInAsync("alice");
        var carol = await Stage.SignInAsync("carol");
        await BrowserStage.OpenThreadAsync(alice, carol, "Carol");

        await alice.GetByRole(AriaRole.Radio, new() { Name = "People only" }).CheckAsync();
        await alice.GetByLabel("Write to people").FillAsync("Shall we look at the deals together?");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(carol.Locator(".message.person")).ToContainTextAsync("Shall we look at the deals together?");
        await Expect(carol.GetByText("The agent is answering")).ToHaveCountAsync(0);

        await carol.GetByLabel("Ask the agent").FillAsync("top 5 open");
        await BrowserStage.OpenOwnAsync(carol, "Audit");
        await carol.GoBackAsync();
        await Expect(carol.GetByLabel("Ask the agent")).ToHaveValueAsync("top 5 open");

        // Her session ends, and another person signs in in the same browser.
        await carol.Context.ClearCookiesAsync();
        await carol.ReloadAsync();
        await BrowserStage.SignInAsync(carol, "alice");
        await Expect(carol.GetByLabel("Ask the agent")).ToHaveValueAsync("");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_is_shown_although_its_stream_is_cut_or_says_nothing(bool isCut)
    {
        var bob = await Stage.SignInAsync("bob");
        var asked = 0;
        await bob.RouteAsync("**/api/threads/*/events*", route => Interlocked.Increment(ref asked) > 1 ? route.ContinueAsync() : isCut ? route.AbortAsync() : Task.CompletedTask);

        await bob.GetByLabel("Ask in a thread of your own").FillAsync("top 5 open deals");
        await bob.Keyboard.PressAsync("Enter");

        await Expect(bob.Locator("table.grid")).ToContainTextAsync("EMEA");
        await Expect(bob.GetByText("Thinking")).ToHaveCountAsync(0);
        await Waiting.UntilAsync(() => asked > 1);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_change_waits_for_its_speaker_on_a_card_that_says_exactly_what_would_happen()
    {
        var bob = await Stage.SignInAsync("bob");
        var alice = await Stage.SignInAsync("alice");
        await BrowserStage.OpenThreadAsync(bob, alice, "Alice");

        await BrowserStage.AskAsync(bob, "change the stage of deal 2513 to won");
        var card = bob.Locator(".confirmation");
        await Expect(card.Locator(".new-value", new() { HasText = "won" })).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync("Expires in");
        await Expect(alice.GetByText("The agent is answering Bob")).ToBeVisibleAsync();
        await Expect(alice.Locator(".confirmation")).ToHaveCountAsync(0);
        await BrowserStage.ShootAsync(bob, "confirmation");

        await card.GetByRole(AriaRole.Button, new() { Name = "Decline" }).ClickAsync();
        await Expect(bob.Locator(".badge")).ToContainTextAsync("did not change data: you declined");
        await Expect(card).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_page_that_nobody_looks_at_for_a_minute_ends_its_streams_and_shows_everything_when_somebody_does()
    {
        var (alice, bob) = (await Stage.SignInAsync("alice"), await Stage.SignInAsync("bob"));
        await BrowserStage.OpenThreadAsync(alice, bob, "Bob");
        var id = new Uri(alice.Url).AbsolutePath["/t/".Length..];
        await SayAsync("before you left");
        var streams = await PageStreams.OpenAsync(bob, "/api/threads/", "/api/me/");
        await Expect(bob.Locator(".typed")).ToContainTextAsync(["before you left"]);

        await streams.HideForAMinuteAsync();
        await SayAsync("while you were away");
        await streams.ShowAsync();
        await SayAsync("now that you are back");

        await Expect(bob.Locator(".typed")).ToContainTextAsync(["before you left", "while you were away", "now that you are back"]);
        Assert.Empty(Stage.Complaints);

        Task SayAsync(string text) => BrowserStage.CallAsync(alice, "POST", $"/api/threads/{id}/messages", new { text, agent = false });
    }
}
