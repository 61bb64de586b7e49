using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>The places of the app: the first minutes, rooms and chats, settings, and the same on a phone.</summary>
public sealed class BrowserPlaceTests(BrowserStage stage) : BrowserTests(stage)
{
    private static readonly string[] Everybody = ["Alice", "Bob", "Carol", "Dan", "Erin"];

    [BrowserFact]
    public async Task A_newcomer_finds_something_that_works_and_then_a_room_with_its_threads()
    {
        var frank = await Stage.SignInAsync("frank");
        await frank.GetByRole(AriaRole.Button, new() { NameRegex = new("^Ask about your data") }).ClickAsync();
        await Expect(frank.Locator(".badge")).ToContainTextAsync("looked up");

        await frank.Locator(".transcript").FocusAsync();
        await frank.Keyboard.PressAsync("[");
        Assert.True(await frank.EvaluateAsync<bool>("document.getElementById('rail').contains(document.activeElement)"));
        await frank.Keyboard.PressAsync("]");
        Assert.True(await frank.EvaluateAsync<bool>("document.getElementById('main').contains(document.activeElement)"));

        await frank.GetByRole(AriaRole.Link, new() { Name = "Rooms", Exact = true }).ClickAsync();
        await frank.GetByText("You are in no room yet").WaitForAsync();
        var room = await BrowserStage.CallAsync(frank, "POST", "/api/rooms", new { name = "Engineering" });
        await frank.GotoAsync($"/rooms/{room.GetProperty("id").GetString()}");
        await frank.GetByRole(AriaRole.Button, new() { Name = "Start a thread" }).ClickAsync();
        await frank.GetByLabel("Title").FillAsync("Releases");
        await frank.GetByRole(AriaRole.Button, new() { Name = "Start thread" }).ClickAsync();
        await frank.GetByText("Ask the first question").WaitForAsync();
        await frank.Locator(".thread-head").GetByRole(AriaRole.Link, new() { Name = "Engineering" }).ClickAsync();
        await Expect(frank.Locator("main .row-name").First).ToHaveTextAsync("Releases");
        await BrowserStage.ShootAsync(frank, "room");

        await frank.SetViewportSizeAsync(360, 740);
        await frank.GotoAsync("/");
        await Expect(frank.GetByLabel("Ask in a thread of your own")).ToBeVisibleAsync();
        await Expect(frank.Locator("main").GetByRole(AriaRole.Link, new() { NameRegex = new("^Inbox") })).ToBeVisibleAsync();
        await Expect(frank.Locator("main .row-name", new() { HasText = "Releases" })).ToBeVisibleAsync();
        await frank.GetByRole(AriaRole.Button, new() { Name = "More", Exact = true }).ClickAsync();
        await frank.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Library" }).ClickAsync();
        await Expect(frank.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToBeHiddenAsync();
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Who_opened_a_conversation_adds_a_person_and_another_one_leaves_it()
    {
        var (alice, bob) = (await Stage.SignInAsync("alice"), await Stage.SignInAsync("bob"));
        await BrowserStage.OpenThreadAsync(alice, bob, "Bob");
        var path = new Uri(alice.Url).AbsolutePath;

        await OpenPeopleAsync(alice);
        await Expect(alice.GetByText("reads what is written from now on")).ToBeVisibleAsync();
        await alice.GetByLabel("People besides you").FillAsync("Carol");
        await alice.GetByRole(AriaRole.Option, new() { Name = "Carol", Exact = true }).ClickAsync();
        await BrowserStage.ShootAsync(alice, "people");
        await alice.GetByRole(AriaRole.Button, new() { Name = "Save people" }).ClickAsync();
        await Expect(alice.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(alice.Locator(".thread-head")).ToContainTextAsync("Carol");

        await OpenPeopleAsync(bob);
        await Expect(bob.GetByText("Alice decides who is in this conversation")).ToBeVisibleAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Leave conversation" }).ClickAsync();
        await Expect(bob).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex(path));
        await Expect(alice.GetByRole(AriaRole.List, new() { Name = "People in this thread" })).Not.ToContainTextAsync("Bob");

        async Task OpenPeopleAsync(IPage page)
        {
            await page.Locator($".rail-lists [href='{path}'] ~ .thread-more, .rail-lists li:has([href='{path}']) .thread-more").First.ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "People" }).ClickAsync();
        }
    }

    [BrowserFact]
    public async Task What_one_is_shown_follows_to_another_browser()
    {
        var (here, elsewhere) = (await Stage.SignInAsync("carol"), await Stage.SignInAsync("carol"));
        await BrowserStage.OpenOwnAsync(here, "Settings");
        await here.GetByLabel("Time zone").SelectOptionAsync("Asia/Tokyo");
        await here.GetByLabel("Dates and numbers").SelectOptionAsync("de-DE");
        await here.GetByRole(AriaRole.Radio, new() { Name = "Dark" }).CheckAsync();
        await Expect(here.GetByText("1.234.567")).ToBeVisibleAsync();
        await Expect(here.GetByLabel("Which model answers")).ToContainTextAsync("questions of a fixed form");

        await elsewhere.GotoAsync("/settings");
        await Expect(elsewhere.GetByLabel("Time zone")).ToHaveValueAsync("Asia/Tokyo");
        await Expect(elsewhere.GetByText("1.234.567")).ToBeVisibleAsync();
        Assert.Equal("dark", await elsewhere.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task The_people_of_a_thread_have_different_colours_and_give_it_its_name()
    {
        var erin = await Stage.SignInAsync("erin");
        var people = (await BrowserStage.CallAsync(erin, "GET", "/api/people?limit=50")).GetProperty("items").EnumerateArray()
            .ToDictionary(static one => one.GetProperty("name").GetString()!, static one => one.GetProperty("subject").GetString());
        var thread = await OpenAsync("Alice", "Bob", "Carol", "Dan");
        await erin.GotoAsync($"/t/{thread}");
        var faces = erin.Locator(".faces .avatar");
        await Expect(faces).ToHaveCountAsync(Everybody.Length);

        var colours = await faces.EvaluateAllAsync<string[]>("all => all.map((one) => getComputedStyle(one).backgroundColor)");
        Assert.Equal(Everybody.Length, colours.Distinct().Count());

        var chat = await OpenAsync("Dan");
        await BrowserStage.CallAsync(erin, "POST", $"/api/threads/{chat}/messages", new { text = "are the tickets fine?", agent = false });
        await erin.GotoAsync($"/t/{chat}");
        await Expect(erin.Locator(".thread-name h1")).ToHaveTextAsync("Dan");
        Assert.Empty(Stage.Complaints);

        async Task<string> OpenAsync(params string[] names) =>
            (await BrowserStage.CallAsync(erin, "POST", "/api/threads", new { members = names.Select(name => people[name]) })).GetProperty("id").GetString()!;
    }
}
