using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserWikiTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task A_page_is_found_read_and_edited_and_its_history_says_who_changed_what()
    {
        var alice = await Stage.SignInAsync("alice");
        await alice.GetByRole(AriaRole.Link, new() { Name = "Library" }).First.ClickAsync();
        await alice.GetByLabel("Search the wiki").FillAsync("hotels");
        await alice.Keyboard.PressAsync("Enter");
        await Expect(alice.Locator(".found mark").First).ToHaveTextAsync("Hotels");
        await alice.GetByRole(AriaRole.Link, new() { Name = "Travel policy" }).First.ClickAsync();
        await Expect(alice.Locator(".document")).ToContainTextAsync("180 EUR");

        await alice.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        var text = alice.GetByLabel("Text, in Markdown");
        await text.FillAsync("Desking\n=======\n\nAsk the desk.\n\n![a picture](https://pictures.example/a.png) <script>alert(1)</script> [desk](javascript:alert(1)) [site](https://desk.example/book)");
        await alice.Keyboard.PressAsync("Control+s");
        await Expect(alice.Locator(".document-meta")).ToContainTextAsync("Alice wrote version 2");
        await Expect(alice.Locator(".document img, .document script")).ToHaveCountAsync(0);
        await Expect(alice.Locator(".document")).ToContainTextAsync("(desk.example)");
        await Expect(alice.Locator(".document a[href^='javascript']")).ToHaveCountAsync(0);

        await alice.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Expect(alice.Locator(".versions")).ToContainTextAsync("Version 1");
        await Expect(alice.Locator(".diff-line.removed", new() { HasText = "180 EUR" })).ToBeVisibleAsync();
        await Expect(alice.Locator(".diff-line.added", new() { HasText = "Ask the desk." })).ToBeVisibleAsync();
        await BrowserStage.ShootAsync(alice, "wiki-history");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Two_people_who_edit_one_page_lose_nothing()
    {
        var alice = await Stage.SignInAsync("alice");
        var carol = await Stage.SignInAsync("carol");
        await WriteAsync(alice, "Desk rules", "First line.\n\nMiddle.\n\nLast line.");
        var edit = $"{new Uri(alice.Url).AbsolutePath}/edit";
        await Task.WhenAll(alice.GotoAsync(edit), carol.GotoAsync(edit));
        await carol.GetByLabel("Text, in Markdown").FillAsync("First line.\n\nMiddle.\n\nLast line, by Carol.");
        await alice.GetByLabel("Text, in Markdown").FillAsync("First line, by Alice.\n\nMiddle.\n\nLast line.");
        await carol.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(carol.Locator(".document-meta")).ToContainTextAsync("version 2");

        await alice.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var conflict = alice.GetByRole(AriaRole.Alertdialog);
        await Expect(conflict).ToContainTextAsync("Carol wrote version 2 while you were writing");
        await Expect(conflict.Locator(".diff-line.added")).ToContainTextAsync("Last line, by Carol.");
        await BrowserStage.ShootAsync(alice, "wiki-conflict");
        await conflict.GetByRole(AriaRole.Button, new() { Name = "Put both together" }).ClickAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(alice.Locator(".document-meta")).ToContainTextAsync("Alice wrote version 3");
        await Expect(alice.Locator(".document")).ToContainTextAsync("First line, by Alice.");
        await Expect(alice.Locator(".document")).ToContainTextAsync("Last line, by Carol.");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_space_and_its_pages_do_not_exist_for_who_may_not_read_them()
    {
        var alice = await Stage.SignInAsync("alice");
        var dan = await Stage.SignInAsync("dan");
        await WriteAsync(alice, "Desk keys", "The keys are with Alice.");

        await dan.GotoAsync(new Uri(alice.Url).AbsolutePath);
        await Expect(dan.GetByText("There is nothing here that you can see.")).ToBeVisibleAsync();
        await dan.GotoAsync("/wiki/p/shandbookaaaaaaaaaaaa-pnobodyaaaaaaaaaaaaaa");
        await Expect(dan.GetByText("There is nothing here that you can see.")).ToBeVisibleAsync();
        await dan.GotoAsync("/wiki?q=keys");
        await Expect(dan.GetByText("No page that you may read speaks of “keys”.")).ToBeVisibleAsync();
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_new_space_says_its_audience_in_words_and_an_answer_links_to_the_page_it_rests_on()
    {
        var carol = await Stage.SignInAsync("carol", at: "/wiki");
        await carol.GetByRole(AriaRole.Button, new() { Name = "New space" }).Last.ClickAsync();
        var dialog = carol.GetByRole(AriaRole.Dialog, new() { Name = "New space" });
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Closing");
        await dialog.GetByRole(AriaRole.Group, new() { Name = "Who writes" }).GetByLabel("cfo").UncheckAsync();
        await dialog.GetByRole(AriaRole.Group, new() { Name = "Who writes" }).GetByLabel("finance").CheckAsync();
        await Expect(dialog.Locator(".in-words")).ToHaveTextAsync("Everyone in finance reads and writes. The agent reads it only for them.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create space" }).ClickAsync();
        await carol.GetByRole(AriaRole.Link, new() { Name = "Write the first page" }).ClickAsync();
        await SaveAsync(carol, "Month end", "Close the books on the third working day.");

        await carol.GetByRole(AriaRole.Button, new() { Name = "Ask the agent about this page" }).ClickAsync();
        await Expect(carol.GetByLabel("Ask the agent")).ToHaveValueAsync("Read the page Month end");
        await carol.GetByLabel("Ask the agent").PressAsync("Enter");
        await carol.Locator(".from-pages").GetByRole(AriaRole.Link, new() { Name = "Month end" }).ClickAsync();
        await Expect(carol.Locator(".document")).ToContainTextAsync("third working day");
        Assert.Empty(Stage.Complaints);
    }

    private static async Task WriteAsync(IPage page, string title, string text)
    {
        await page.GotoAsync("/wiki/s/shandbookaaaaaaaaaaaa/new");
        await SaveAsync(page, title, text);
    }

    private static async Task SaveAsync(IPage page, string title, string text)
    {
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByLabel("Text, in Markdown").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".document-head")).ToContainTextAsync(title);
    }
}
