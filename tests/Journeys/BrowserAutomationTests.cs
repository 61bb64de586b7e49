using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserAutomationTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task An_automation_is_written_agreed_to_in_full_and_run_and_delivers_to_its_author_alone()
    {
        var bob = await Stage.SignInAsync("bob");
        await WriteAsync(bob, "Open deals", "top 5 open deals");
        await Expect(bob.Locator(".next-times li")).ToHaveCountAsync(5);
        await Expect(bob.Locator(".next-times li").First).ToContainTextAsync("Mon");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Save and review" }).ClickAsync();

        var card = bob.GetByRole(AriaRole.Dialog, new() { Name = "Agree to this automation" });
        await Expect(card).ToContainTextAsync("top 5 open deals");
        await Expect(card).ToContainTextAsync("Bob, with the rights of that moment");
        await Expect(card).ToContainTextAsync("Europe/Berlin");
        await BrowserStage.ShootAsync(bob, "automation-agree");
        await card.GetByRole(AriaRole.Button, new() { Name = "I agree" }).ClickAsync();
        await Expect(bob.Locator(".document-meta .tag")).ToHaveTextAsync("active");

        await bob.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(bob.Locator(".rows .tag").First).ToHaveTextAsync("completed");
        await BrowserStage.ShootAsync(bob, "automation");
        await bob.Locator(".rows .row").First.ClickAsync();
        await Expect(bob.Locator(".run-steps")).ToContainTextAsync("looked up");
        await BrowserStage.ShootAsync(bob, "run");
        await bob.GetByRole(AriaRole.Link, new() { Name = "read what it delivered to you" }).ClickAsync();
        await Expect(bob.Locator(".badge")).ToContainTextAsync("by an automation of Bob · ran as Bob");
        await Expect(bob.Locator("table.grid")).ToContainTextAsync("EMEA");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_run_that_would_change_something_waits_for_its_author_and_goes_on_from_its_card()
    {
        var bob = await Stage.SignInAsync("bob");
        await WriteAsync(bob, "Win it", "change the stage of deal 2513 to won");
        foreach (var tool in (string[])["check what data there is", "look up data", "change data"])
            await bob.GetByRole(AriaRole.Checkbox, new() { Name = tool }).CheckAsync();
        await AgreeAsync(bob);

        await bob.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(bob.Locator(".rows .tag").First).ToHaveTextAsync("waits for you");
        await bob.GetByRole(AriaRole.Link, new() { Name = "Automations", Exact = true }).First.ClickAsync();
        await bob.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "waits for you" }).ClickAsync();
        await bob.Locator(".rows .row").First.ClickAsync();
        var card = bob.Locator(".confirmation");
        await Expect(card.Locator(".new-value", new() { HasText = "won" })).ToBeVisibleAsync();
        await BrowserStage.ShootAsync(bob, "run-waiting");
        await card.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Expect(bob.Locator(".document-meta .tag")).ToHaveTextAsync("completed");
        await Expect(card).ToHaveCountAsync(0);
        await Expect(bob.Locator(".step.succeeded", new() { HasText = "changed data" })).ToBeVisibleAsync();
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Somebody_else_proposes_a_change_or_adopts_it_and_runs_it_as_themselves()
    {
        var bob = await Stage.SignInAsync("bob");
        var carol = await Stage.SignInAsync("carol");
        await BrowserStage.OpenThreadAsync(bob, carol, "Carol");
        await WriteAsync(bob, "Pipeline", "top 5 open deals");
        await bob.GetByLabel("Who may read this definition").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await AgreeAsync(bob);

        await carol.GotoAsync(new Uri(bob.Url).AbsolutePath);
        await carol.GetByRole(AriaRole.Link, new() { Name = "Propose a change" }).ClickAsync();
        await carol.GetByLabel("What the agent is asked each time").FillAsync("top 3 open deals");
        // The list of tools comes later than the form and moves the button down.
        await Expect(carol.GetByRole(AriaRole.Checkbox, new() { Name = "look up data" })).ToBeVisibleAsync();
        await carol.GetByRole(AriaRole.Button, new() { Name = "Propose" }).ClickAsync();
        await Expect(carol.GetByText("Proposed to Bob.")).ToBeVisibleAsync();

        await bob.ReloadAsync();
        await Expect(bob.GetByText("Carol proposes a change")).ToBeVisibleAsync();
        await Expect(bob.Locator(".diff-line.added")).ToContainTextAsync("top 3 open deals");

        await carol.GetByRole(AriaRole.Button, new() { Name = "Adopt" }).ClickAsync();
        var whole = carol.GetByRole(AriaRole.Dialog, new() { Name = "Adopt as your own" });
        foreach (var part in (string[])["Pipeline", "top 5 open deals", "every Monday at 8:00", "Europe/Berlin", "Carol, with the rights of that moment", "takes over no consents and no past runs of Bob"])
            await Expect(whole).ToContainTextAsync(part);
        await carol.GetByRole(AriaRole.Button, new() { Name = "Adopt and run as me" }).ClickAsync();
        await Expect(carol.Locator(".document-meta")).ToContainTextAsync("runs as Carol");
        await Expect(carol.Locator(".document-meta .tag")).ToHaveTextAsync("active");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task What_is_said_runs_by_the_clock_of_the_window_it_was_said_in()
    {
        var alice = await Stage.SignInAsync("alice", new() { TimezoneId = "Asia/Tokyo", ViewportSize = new() { Width = 1280, Height = 800 } });
        await alice.GetByLabel("Ask in a thread of your own").FillAsync("every Monday at 8:00 send me overdue expenses of my team");
        await alice.Keyboard.PressAsync("Enter");

        var card = alice.Locator(".confirmation");
        await Expect(card).ToContainTextAsync("every Monday at 8:00 (Asia/Tokyo)");
        await BrowserStage.ShootAsync(alice, "automation-said");
        await card.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(alice.GetByText("It is set up, as you")).ToBeVisibleAsync();
        await alice.GotoAsync("/automations");
        await alice.Locator(".row", new() { HasText = "Overdue expenses of my team" }).ClickAsync();

        await Expect(alice.Locator(".summary")).ToContainTextAsync("Tokyo");
        await Expect(alice.Locator(".document-meta .tag")).ToHaveTextAsync("active");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task An_alert_that_is_asked_for_becomes_a_rule_which_says_what_it_looks_at_and_when()
    {
        var bob = await Stage.SignInAsync("bob");
        await bob.GetByLabel("Ask in a thread of your own").FillAsync("alert me when there are more than 4000 open deals");
        await bob.Keyboard.PressAsync("Enter");
        await Expect(bob.Locator(".confirmation")).ToContainTextAsync("goes above 4000");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(bob.GetByText("It is set up, as you")).ToBeVisibleAsync();

        await bob.GotoAsync("/automations");
        await bob.Locator(".row", new() { HasText = "Alert: open deals" }).ClickAsync();
        await Expect(bob.Locator(".document-meta")).ToContainTextAsync("goes above 4000");
        await bob.GetByText("Technical details").ClickAsync();
        await Expect(bob.GetByText("SELECT count(*)")).ToBeVisibleAsync();
        await BrowserStage.ShootAsync(bob, "automation-rule");
        await bob.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();

        await Expect(bob.GetByLabel("This number")).ToHaveValueAsync("4000");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task What_runs_once_has_one_time_by_the_reader_s_clock_and_by_the_one_it_was_said_in()
    {
        var bob = await Stage.SignInAsync("bob", new() { TimezoneId = "Europe/Berlin", ViewportSize = new() { Width = 1280, Height = 800 } });
        await WriteAsync(bob, "Deals of tomorrow", "top 5 open deals", "tomorrow at noon New York time");
        await Expect(bob.Locator(".next-times li")).ToHaveCountAsync(1);
        await Expect(bob.Locator(".next-times li")).ToContainTextAsync("in New York");
        await BrowserStage.ShootAsync(bob, "automation-once-form");
        await AgreeAsync(bob);

        await Expect(bob.Locator(".document-meta")).ToContainTextAsync("once, on");
        await BrowserStage.ShootAsync(bob, "automation-once");
        await bob.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await Expect(bob.GetByLabel("In words")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^once, on .* at 12:00$"));
        await Expect(bob.Locator(".next-times li")).ToHaveCountAsync(1);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task The_secret_of_an_event_trigger_is_told_once_and_renewed_by_its_author()
    {
        var bob = await Stage.SignInAsync("bob", at: "/automations/new");
        await bob.GetByLabel("Title").FillAsync("Deal signed");
        await bob.GetByLabel("What the agent is asked each time").FillAsync("top 5 open deals");
        await bob.GetByRole(AriaRole.Radio, new() { Name = "When something happens" }).CheckAsync();
        await AgreeAsync(bob);
        var secret = bob.Locator(".copied code", new() { HasText = "whsec_" });
        var first = await secret.InnerTextAsync();
        await Expect(bob.Locator(".example code")).ToContainTextAsync(first);
        await BrowserStage.ShootAsync(bob, "automation-event");

        await bob.ReloadAsync();
        await Expect(bob.GetByRole(AriaRole.Button, new() { Name = "New signing secret" })).ToBeVisibleAsync();
        await Expect(secret).ToHaveCountAsync(0);

        await bob.GetByRole(AriaRole.Button, new() { Name = "Use the sender’s secret" }).ClickAsync();
        await bob.GetByLabel("The secret that the sender made").FillAsync("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Use this secret" }).ClickAsync();
        await Expect(bob.GetByText("The sender’s secret is in use.")).ToBeVisibleAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "New signing secret" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Make a new secret" }).ClickAsync();
        await Expect(secret).ToBeVisibleAsync();
        Assert.NotEqual(first, await secret.InnerTextAsync());
        Assert.Empty(Stage.Complaints);
    }

    private static async Task WriteAsync(IPage page, string title, string prompt, string when = "every Monday at 8:00")
    {
        await page.GotoAsync("/automations");
        await page.GetByRole(AriaRole.Link, new() { Name = "New automation" }).First.ClickAsync();
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByLabel("What the agent is asked each time").FillAsync(prompt);
        await page.GetByLabel("Time zone").SelectOptionAsync("Europe/Berlin");
        await page.GetByLabel("In words").FillAsync(when);
        await Expect(page.Locator(".understood b")).ToBeVisibleAsync();
    }

    private static async Task AgreeAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and review" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I agree" }).ClickAsync();
        await Expect(page.Locator(".document-meta .tag")).ToHaveTextAsync("active");
    }
}
