using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserConnectionTests(BrowserStage stage) : IClassFixture<BrowserStage>
{
    [BrowserFact]
    public async Task An_account_is_connected_at_its_provider_used_and_disconnected()
    {
        var alice = await stage.SignInAsync("alice");
        await alice.GetByRole(AriaRole.Link, new() { Name = "Connections" }).ClickAsync();
        var tasks = alice.GetByRole(AriaRole.Region, new() { Name = "Tasks", Exact = true });
        await Expect(tasks).ToContainTextAsync("not connected");

        await tasks.GetByRole(AriaRole.Link, new() { Name = "Connect" }).ClickAsync();
        await alice.Locator("input[value=alice]").CheckAsync();
        await alice.GetByLabel("Password").FillAsync("onbehalf");
        await alice.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).ClickAsync();

        await Expect(alice.GetByText("Tasks is connected as you.")).ToBeVisibleAsync();
        await Expect(tasks.Locator(".scopes")).ToContainTextAsync("tasks:read");
        await Expect(tasks.Locator(".tools")).ToContainTextAsync("tasks_list_tasks");
        await BrowserStage.ShootAsync(alice, "connections");

        await alice.GotoAsync("/");
        await alice.GetByLabel("Ask in a thread of your own").FillAsync("what are my tasks?");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(alice.Locator(".badge")).ToContainTextAsync("ran as Alice on tasks");

        await alice.GotoAsync("/connections");
        await Expect(tasks.Locator(".tools")).ToContainTextAsync("tasks_list_tasks");
        await tasks.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await tasks.GetByRole(AriaRole.Button, new() { Name = "Disconnect now" }).ClickAsync();
        await Expect(alice.GetByText("Disconnected, and revoked at Tasks.")).ToBeVisibleAsync();
        await Expect(tasks).ToContainTextAsync("not connected");
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Consent_that_is_not_given_connects_nothing_and_says_so()
    {
        var bob = await stage.SignInAsync("bob");
        await bob.GotoAsync("/connections");
        var tasks = bob.GetByRole(AriaRole.Region, new() { Name = "Tasks", Exact = true });

        await tasks.GetByRole(AriaRole.Link, new() { Name = "Connect" }).ClickAsync();
        await bob.Locator("input[value=bob]").CheckAsync();
        await bob.GetByLabel("Password").FillAsync("onbehalf");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Do not allow" }).ClickAsync();

        await Expect(bob.GetByRole(AriaRole.Status).Filter(new() { HasText = "nothing was connected" })).ToBeVisibleAsync();
        await Expect(tasks).ToContainTextAsync("not connected");
        Assert.Empty(stage.Complaints);
    }
}
