using Microsoft.Playwright;
using Onbehalf.Delegation.Grants;
using Onbehalf.Ids;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserConnectionTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task An_account_is_connected_at_its_provider_used_and_disconnected()
    {
        var alice = await Stage.SignInAsync("alice");
        await BrowserStage.OpenOwnAsync(alice, "Connections");
        var tasks = alice.GetByRole(AriaRole.Region, new() { Name = "Tasks", Exact = true });
        await Expect(tasks).ToContainTextAsync("not connected");

        await ConnectAsync(alice, "alice");

        await Expect(tasks.Locator(".scopes")).ToContainTextAsync("tasks:read");
        await Expect(tasks.Locator(".tools")).ToContainTextAsync("list tasks");
        await BrowserStage.ShootAsync(alice, "connections");

        await alice.GotoAsync("/");
        await alice.GetByLabel("Ask in a thread of your own").FillAsync("what are my tasks?");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(alice.Locator(".badge")).ToContainTextAsync("ran as Alice on tasks");

        await alice.GotoAsync("/connections");
        await Expect(tasks.Locator(".tools")).ToContainTextAsync("list tasks");
        await tasks.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await tasks.GetByRole(AriaRole.Button, new() { Name = "Disconnect now" }).ClickAsync();
        await Expect(alice.GetByText("Disconnected, and revoked at Tasks.")).ToBeVisibleAsync();
        await Expect(tasks).ToContainTextAsync("not connected");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Consent_that_is_not_given_connects_nothing_and_says_so()
    {
        var bob = await Stage.SignInAsync("bob", at: "/connections");
        var tasks = bob.GetByRole(AriaRole.Region, new() { Name = "Tasks", Exact = true });

        await tasks.GetByRole(AriaRole.Link, new() { Name = "Connect" }).ClickAsync();
        await bob.Locator("input[value=bob]").CheckAsync();
        await bob.GetByLabel("Password").FillAsync("onbehalf");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Do not allow" }).ClickAsync();

        await Expect(bob.GetByRole(AriaRole.Status).Filter(new() { HasText = "nothing was connected" })).ToBeVisibleAsync();
        await Expect(tasks).ToContainTextAsync("not connected");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_waiting_run_whose_account_is_disconnected_says_what_brings_it_back_and_goes_on_with_it()
    {
        var carol = await Stage.SignInAsync("carol", at: "/connections");
        await ConnectAsync(carol, "carol");
        await carol.GotoAsync("/automations/new");
        await carol.GetByLabel("Title").FillAsync("Invoices");
        await carol.GetByLabel("What the agent is asked each time").FillAsync("open a task to check the invoices for finance");
        await carol.GetByLabel("In words").FillAsync("every Monday at 8:00");
        await carol.GetByRole(AriaRole.Checkbox, new() { Name = "use “create task” of tasks" }).CheckAsync();
        await carol.GetByRole(AriaRole.Button, new() { Name = "Save and review" }).ClickAsync();
        await carol.GetByRole(AriaRole.Button, new() { Name = "I agree" }).ClickAsync();
        await Expect(carol.Locator(".document-meta .tag")).ToHaveTextAsync("active");
        var automation = new Uri(carol.Url).AbsolutePath;
        await carol.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await carol.Locator(".rows .row").First.ClickAsync();
        await Expect(carol.Locator(".confirmation")).ToBeVisibleAsync();

        await BrowserStage.CallAsync(carol, "DELETE", "/api/connections/tasks");
        await Expect(carol.Locator(".document-meta .tag")).ToHaveTextAsync("on hold");
        await Expect(carol.Locator(".call")).ToContainTextAsync("Connect Tasks again");
        await BrowserStage.ShootAsync(carol, "run-parked");
        var run = new Uri(carol.Url).AbsolutePath;
        await carol.GetByRole(AriaRole.Link, new() { Name = "Connect again" }).ClickAsync();
        await ConnectAsync(carol, "carol");

        await carol.GotoAsync(run);
        var approve = carol.Locator(".confirmation").GetByRole(AriaRole.Button, new() { Name = "Approve" });
        await approve.ClickAsync();
        // The consent applied to the account as it was connected then.
        await Expect(carol.GetByText("Please read it again")).ToBeVisibleAsync();
        await approve.ClickAsync();
        await Expect(carol.Locator(".document-meta .tag")).ToHaveTextAsync("completed");
        await carol.GotoAsync(automation);
        await Expect(carol.Locator(".document-meta .tag")).ToHaveTextAsync("active");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_tool_that_says_something_new_of_itself_is_held_back_until_its_person_has_read_it()
    {
        var erin = await Stage.SignInAsync("erin", at: "/connections");
        await ConnectAsync(erin, "erin");
        var tools = erin.Locator(".tools");
        await Expect(tools).ToContainTextAsync("list tasks");
        await Expect(tools.GetByText("held back")).ToHaveCountAsync(0);
        await SayOtherwiseAsync(SubjectId.Parse((await BrowserStage.CallAsync(erin, "GET", "/api/me")).GetProperty("subject").GetString()!));

        await erin.ReloadAsync();
        await Expect(tools.GetByText("held back").First).ToBeVisibleAsync();
        await BrowserStage.ShootAsync(erin, "connection-held-back");
        await erin.GetByRole(AriaRole.Button, new() { Name = "Let the agent use them" }).ClickAsync();

        await Expect(erin.GetByText("The agent may use these tools of Tasks as you.")).ToBeVisibleAsync();
        await Expect(tools.GetByText("held back")).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }

    private static async Task ConnectAsync(IPage page, string name)
    {
        var tasks = page.GetByRole(AriaRole.Region, new() { Name = "Tasks", Exact = true });
        await tasks.GetByRole(AriaRole.Link, new() { Name = "Connect" }).ClickAsync();
        await page.Locator($"input[value={name}]").CheckAsync();
        await page.GetByLabel("Password").FillAsync("onbehalf");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Tasks is connected as you.")).ToBeVisibleAsync();
    }

    /// <summary>As if every tool had been described in other words when this person agreed to it.</summary>
    private async Task SayOtherwiseAsync(SubjectId person)
    {
        var rows = Stage.Of<GrantRows>();
        while (await rows.FindAsync(person, new("tasks"), default) is { } row && await rows.ReplaceAsync(row with { Pins = "{}" }, default) is null)
        {
        }
    }
}
