using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserResultTests(BrowserStage stage) : BrowserTests(stage)
{
    [BrowserFact]
    public async Task A_table_is_sorted_drawn_and_saved_as_what_its_reader_may_see_now()
    {
        var alice = await Stage.SignInAsync("alice");
        await AskAloneAsync(alice, "average salary by department");
        var rows = alice.Locator("table.grid tbody tr");
        await Expect(rows.First).ToContainTextAsync("Legal");
        await alice.GetByRole(AriaRole.Button, new() { Name = "department", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("Engineering");

        await alice.GetByRole(AriaRole.Button, new() { Name = "Chart" }).ClickAsync();
        await Expect(alice.Locator(".chart rect.bar")).ToHaveCountAsync(8);
        await alice.GetByRole(AriaRole.Radio, new() { Name = "Line" }).CheckAsync();
        await Expect(alice.Locator(".chart path.line")).ToBeVisibleAsync();
        await Expect(alice.GetByRole(AriaRole.Table, new() { Name = "average salary by department" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(9);

        var asked = alice.WaitForRequestAsync(static request => request.Url.EndsWith("/open", StringComparison.Ordinal) && request.Method == "POST");
        var file = await alice.RunAndWaitForDownloadAsync(() => alice.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).ClickAsync());
        await asked;
        using var text = new StreamReader(await file.CreateReadStreamAsync());
        Assert.Contains("Engineering,", await text.ReadToEndAsync(), StringComparison.Ordinal);
        await Expect(alice.GetByText("Asked again as Alice: 8 rows.")).ToBeVisibleAsync();
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task Figures_over_time_are_a_line_with_its_months()
    {
        var alice = await Stage.SignInAsync("alice");
        await AskAloneAsync(alice, "sum of amount by month of expenses");
        var cell = alice.Locator("table.grid tbody tr").First.Locator("td").First;
        await Expect(cell).ToHaveTextAsync(new Regex(@"^\d{4}-\d\d$"));
        // The demo company's figures end today.
        var first = await cell.InnerTextAsync();

        await alice.GetByRole(AriaRole.Button, new() { Name = "Chart" }).ClickAsync();

        await Expect(alice.Locator(".chart path.line")).ToBeVisibleAsync();
        await Expect(alice.Locator(".chart .chart-name").First).ToHaveTextAsync(first);
        await alice.Locator(".chart svg").HoverAsync();
        await Expect(alice.Locator(".chart-held")).ToContainTextAsync(new Regex(@"\d{4}-\d\d"));
        await BrowserStage.ShootAsync(alice, "chart-line");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_huge_table_comes_in_parts_and_is_sorted_and_copied_as_a_whole()
    {
        const int most = 1000;
        var carol = await Stage.SignInAsync("carol");
        await carol.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await AskAloneAsync(carol, "/sql company SELECT a.id AS one, b.id AS other FROM company.deals a CROSS JOIN company.deals b ORDER BY a.id, b.id");
        var rows = carol.Locator("table.grid tbody tr");
        await Expect(rows).ToHaveCountAsync(50);
        await Expect(carol.Locator(".result-head")).ToContainTextAsync("cut off at the limit");

        await carol.GetByRole(AriaRole.Button, new() { Name = "Show all 1,000 rows" }).ClickAsync();
        await Expect(rows).Not.ToHaveCountAsync(50);
        for (var shown = await rows.CountAsync(); shown < most; shown = await rows.CountAsync())
        {
            await carol.Locator(".table-box").EvaluateAsync("box => { box.scrollTop = 0; box.scrollTop = box.scrollHeight; }");
            await Expect(rows).Not.ToHaveCountAsync(shown);
        }

        await carol.GetByRole(AriaRole.Button, new() { Name = "other", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("1,000");
        await carol.GetByRole(AriaRole.Button, new() { Name = "Copy the table" }).ClickAsync();
        await Expect(carol.GetByText("Copied.")).ToBeVisibleAsync();
        Assert.Equal(most + 1, (await carol.EvaluateAsync<string>("navigator.clipboard.readText()")).TrimEnd().Split('\n').Length);
        var file = await carol.RunAndWaitForDownloadAsync(() => carol.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).ClickAsync());
        using var text = new StreamReader(await file.CreateReadStreamAsync());
        Assert.Equal(most + 1, (await text.ReadToEndAsync()).TrimEnd().Split('\n').Length);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_table_says_what_was_asked_and_becomes_a_block_or_a_rule()
    {
        var bob = await Stage.SignInAsync("bob");
        await bob.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await AskAloneAsync(bob, "top 5 open deals");
        await Expect(bob.Locator(".result-name")).ToHaveTextAsync("top 5 open deals, 5 rows");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Copy the table" }).ClickAsync();
        await Expect(bob.GetByText("Copied.")).ToBeVisibleAsync();
        Assert.Contains("<table>", await bob.EvaluateAsync<string>("navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(blob => blob.text())"), StringComparison.Ordinal);

        await bob.GetByRole(AriaRole.Button, new() { Name = "What this rests on" }).PressAsync("Enter");
        var beside = bob.Locator(".beside-panel");
        await Expect(beside.GetByRole(AriaRole.Region, new() { Name = "Data" })).ToContainTextAsync("deals");
        await Expect(beside.GetByRole(AriaRole.Link, new() { Name = "looked up deals" })).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(bob));
        await bob.Keyboard.PressAsync("Escape");
        await Expect(bob.GetByRole(AriaRole.Button, new() { Name = "What this rests on" })).ToBeFocusedAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).PressAsync("Enter");
        var dialog = bob.GetByRole(AriaRole.Dialog, new() { Name = "Pin this result" });
        await Expect(dialog.GetByLabel("Pin to")).ToBeFocusedAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(bob));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).PressAsync("Enter");
        await beside.GetByRole(AriaRole.Button, new() { Name = "Run as me" }).ClickAsync();
        await Expect(beside.Locator("table.grid tbody tr")).ToHaveCountAsync(5);
        await BrowserStage.ShootAsync(bob, "pinned");

        await bob.GetByRole(AriaRole.Button, new() { Name = "Watch this" }).ClickAsync();
        await Expect(bob.GetByRole(AriaRole.Radio, new() { Name = "When a figure changes" })).ToBeCheckedAsync();
        await Expect(bob.Locator(".watched")).ToContainTextAsync("Watches top 5 open deals, asked as you each time.");
        await Expect(bob.Locator("#rule-sql")).ToHaveCountAsync(0);
        await Expect(bob.GetByLabel("What the agent is asked each time")).ToHaveValueAsync("top 5 open deals");
        await BrowserStage.ShootAsync(bob, "watch");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Save and review" }).ClickAsync();
        await Expect(bob.GetByRole(AriaRole.Dialog, new() { Name = "Agree to this automation" })).ToContainTextAsync("Watch: top 5 open deals");
        Assert.Empty(Stage.Complaints);
    }

    private static async Task AskAloneAsync(IPage page, string question)
    {
        await page.GetByLabel("Ask in a thread of your own").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("table.grid")).ToBeVisibleAsync();
    }
}
