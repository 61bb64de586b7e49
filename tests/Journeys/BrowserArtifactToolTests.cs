using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static Onbehalf.Tests.Journeys.ArtifactPages;

namespace Onbehalf.Tests.Journeys;

/// <summary>Small tools, charts, places on a grid, and where others are.</summary>
public sealed class BrowserArtifactToolTests(BrowserStage stage) : BrowserTests(stage)
{
    private const string Visits = """
        {"op":"field","field":{"id":"cost","name":"Cost","type":"money","currency":"EUR"}},
        {"op":"field","field":{"id":"paid","name":"Paid","type":"checkbox"}},
        {"op":"block","order":"a0","block":{"id":"form","type":"form","title":"New visit","fields":["title","cost"],"action":{"op":"add","label":"Log it"}}},
        {"op":"block","order":"a1","block":{"id":"list","type":"list","title":"All visits","fields":["title","cost"],
          "action":{"op":"set","field":"paid","value":true,"label":"Pay"}}},
        {"op":"block","order":"a2","block":{"id":"stat","type":"stat","title":"Total","column":"cost"}},
        {"op":"block","order":"a3","block":{"id":"chart","type":"chart","title":"By visit",
          "chart":{"mark":"bar","encoding":{"x":{"field":"title","type":"nominal"},"y":{"field":"cost","type":"quantitative"}}}}},
        {"op":"block","order":"a4","block":{"id":"words","type":"text","text":"Ask Bob about <b>visits</b>."}},
        {"op":"block","order":"a5","block":{"id":"tabs","type":"tabs","title":"More",
          "tabs":[{"title":"Picture","blocks":["chart"]},{"title":"Words","blocks":["words"]}]}}
        """;

    private const string Fields = """
        {"op":"field","field":{"id":"n","name":"Net","type":"number"}},
        {"op":"field","field":{"id":"g","name":"Group","type":"choice","choices":["North and all of the islands","South"]}},
        {"op":"field","field":{"id":"d","name":"Day","type":"date"}},
        {"op":"delBlock","block":"form"},{"op":"delBlock","block":"list"}
        """;

    private static readonly Dictionary<string, string> Charts = new()
    {
        ["Bars"] = """{"mark":"bar","encoding":{"x":{"field":"title","type":"nominal"},"y":{"field":"n","type":"quantitative"}}}""",
        ["Stacked"] = """
            {"mark":"bar","encoding":{"x":{"field":"title","type":"nominal"},"y":{"field":"n","type":"quantitative"},
            "color":{"field":"g","type":"nominal"}}}
            """,
        ["Sums"] = """{"mark":"bar","encoding":{"y":{"field":"g","type":"nominal"},"x":{"field":"n","type":"quantitative","aggregate":"sum"}}}""",
        ["Lines"] = """
            {"mark":"line","encoding":{"x":{"field":"d","type":"temporal"},"y":{"field":"n","type":"quantitative"},
            "color":{"field":"g","type":"nominal"}}}
            """,
        ["Area"] = """{"mark":"area","encoding":{"x":{"field":"d","type":"temporal"},"y":{"field":"n","type":"quantitative"}}}""",
        ["Points"] = """{"mark":"point","encoding":{"x":{"field":"d","type":"temporal"},"y":{"field":"n","type":"quantitative"}}}""",
    };

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task A_small_tool_takes_what_is_typed_and_shows_it_to_both(int width)
    {
        var (bob, alice, path) = await SharedAsync(Stage, "tool", "Visits", new() { ViewportSize = new() { Width = width, Height = 780 } });
        await DoAsync(bob, path, Visits);
        await Expect(alice.GetByRole(AriaRole.Heading, new() { Name = "New visit" })).ToBeVisibleAsync();

        var form = alice.GetByRole(AriaRole.Form, new() { Name = "New visit" });
        await form.GetByRole(AriaRole.Button, new() { Name = "Log it" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing is filled in yet");
        foreach (var (visit, cost) in ((string, string)[])[("Acme in a town with a rather long name", "120.50"), ("Bolt", "80")])
        {
            await form.GetByLabel("Name").FillAsync(visit);
            await form.GetByLabel("Cost").FillAsync(cost);
            await alice.Keyboard.PressAsync("Enter");
            await Expect(form.GetByLabel("Name")).ToHaveValueAsync("");
        }

        await Expect(bob.GetByLabel("Name of Bolt")).ToHaveValueAsync("Bolt");
        await Expect(bob.Locator(".tool-stat dd")).ToContainTextAsync(new Regex("200[.,]5"));
        await bob.GetByRole(AriaRole.Button, new() { Name = "Pay: Bolt" }).ClickAsync();
        await Expect(alice.GetByRole(AriaRole.Button, new() { Name = "Pay: Bolt" })).ToHaveAttributeAsync("aria-disabled", "true");
        var chart = alice.GetByRole(AriaRole.Img, new() { Name = "By visit" });
        await chart.FocusAsync();
        await alice.Keyboard.PressAsync("ArrowRight");
        await Expect(alice.Locator(".plot-held")).ToContainTextAsync("Acme");
        await ShootAsync(alice, width, "tool");
        await alice.GetByRole(AriaRole.Tab, new() { Name = "Picture" }).FocusAsync();
        await alice.Keyboard.PressAsync("ArrowRight");
        await Expect(alice.GetByRole(AriaRole.Tab, new() { Name = "Words" })).ToBeFocusedAsync();
        await Expect(alice.Locator(".tool-text")).ToHaveTextAsync("Ask Bob about <b>visits</b>.");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Each_kind_of_chart_is_drawn_told_and_gone_through_by_keys(int width)
    {
        var alice = await Stage.SignInAsync("alice", new() { ViewportSize = new() { Width = width, Height = 780 } });
        var path = await MakeAsync(alice, "tool", "Charts");
        await DoAsync(alice, path, Fields);
        await DoAsync(alice, path, string.Join(',', Enumerable.Range(0, 12).Select(Item)));
        await DoAsync(alice, path, string.Join(',', Charts.Select(static (one, at) => Block($"a{at}", $"c{at}", one.Key, one.Value))));
        await alice.GotoAsync(path);

        foreach (var name in Charts.Keys)
        {
            var chart = alice.GetByRole(AriaRole.Img, new() { Name = $"{name}." });
            await Expect(chart.Locator("svg")).ToBeVisibleAsync();
            await Expect(alice.GetByRole(AriaRole.Table, new() { Name = name })).ToHaveCountAsync(1);
            await chart.FocusAsync();
            await alice.Keyboard.PressAsync("End");
            await Expect(alice.Locator(".plot", new() { Has = chart }).Locator(".plot-held b")).ToBeVisibleAsync();
        }

        await ShootAsync(alice, width, "charts");
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_dashboard_is_put_in_order_and_sized_by_keyboard_and_shown_for_a_choice_of_ones_own()
    {
        var (bob, alice, path) = await SharedAsync(Stage, "dashboard", "By region");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Parameters" }).ClickAsync();
        await bob.GetByLabel("Name of the new parameter").FillAsync("Region");
        await bob.GetByLabel("Type of the new parameter").SelectOptionAsync("choice");
        await bob.GetByLabel("Choices, with commas between").FillAsync("EMEA, AMER");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Text" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Query" }).ClickAsync();
        await bob.GetByRole(AriaRole.Dialog).GetByLabel("Title").FillAsync("Deals");
        await bob.GetByLabel("SQL").FillAsync("select stage, count(*) as deals from deals group by stage");
        await bob.GetByLabel("Shown as").SelectOptionAsync("bar");
        await Expect(bob.GetByLabel("Along", new() { Exact = true })).ToHaveValueAsync("stage");
        await Expect(bob.GetByLabel("Measured")).ToHaveValueAsync("deals");
        await ShootAsync(bob, 1280, "query");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Run as me", Exact = true }).ClickAsync();
        await Expect(bob.Locator(".plot svg")).ToBeVisibleAsync();

        await bob.GetByRole(AriaRole.Button, new() { Name = "More for Deals" }).FocusAsync();
        await bob.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(bob.Locator(".tile").First).ToHaveAttributeAsync("aria-label", "Deals");
        await Expect(bob.GetByRole(AriaRole.Button, new() { Name = "More for Deals" })).ToBeFocusedAsync();
        await bob.Keyboard.PressAsync("Alt+Shift+ArrowRight");
        await Expect(alice.Locator(".tile").First).ToHaveAttributeAsync("style", new Regex("--w: ?7"));
        await bob.GetByLabel("Region", new() { Exact = true }).SelectOptionAsync("EMEA");
        await Expect(bob).ToHaveURLAsync(new Regex("p\\.region=EMEA"));
        await bob.ReloadAsync();
        await Expect(bob.GetByLabel("Region", new() { Exact = true })).ToHaveValueAsync("EMEA");
        await Expect(alice.GetByLabel("Region", new() { Exact = true })).ToHaveValueAsync("");
        await ShootAsync(bob, 1280, "parameters");
        Assert.StartsWith("/artifacts/", path, StringComparison.Ordinal);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task The_caret_of_another_is_in_the_text_by_name_and_moves_with_what_is_written()
    {
        var (bob, alice, _) = await SharedAsync(Stage, "document", "Together");
        foreach (var page in (IPage[])[bob, alice])
            await page.GetByRole(AriaRole.Button, new() { Name = "Edit this text" }).ClickAsync();
        await bob.Keyboard.TypeAsync("one two");
        await Expect(alice.GetByLabel("Text, in Markdown")).ToHaveValueAsync("one two");

        await Expect(alice.Locator(".caret b")).ToHaveTextAsync("Bob");
        await Expect(alice.Locator(".text-mirror")).ToHaveTextAsync(new Regex("^one twoBob"));
        await alice.Keyboard.PressAsync("Control+Home");
        await alice.Keyboard.TypeAsync("zero ");
        await Expect(alice.Locator(".text-mirror")).ToHaveTextAsync(new Regex("^zero one twoBob"));
        await Expect(bob.Locator(".text-mirror")).ToHaveTextAsync(new Regex("^zero Aliceone two"));
        await bob.Keyboard.PressAsync("Control+Shift+Home");
        await Expect(alice.Locator(".chosen-text")).ToHaveTextAsync("zero one two");
        await ShootAsync(alice, 1280, "carets");
        await bob.Keyboard.PressAsync("Escape");
        await bob.GetByLabel("Title").First.FocusAsync();
        await Expect(alice.Locator(".caret")).ToHaveCountAsync(0);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_deletion_gives_the_focus_to_its_neighbour_and_an_export_fails_with_a_sentence()
    {
        var alice = await Stage.SignInAsync("alice");
        await OpenAsync(alice, await MakeAsync(alice, "list", "Focus"), "Focus");
        await AddAsync(alice, "one", "two");
        foreach (var (gone, next) in ((string, string)[])[("one", "Move two"), ("two", "")])
        {
            await alice.GetByRole(AriaRole.Button, new() { Name = $"More for {gone}" }).PressAsync("Enter");
            await alice.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).PressAsync("Enter");
            await Expect(next.Length > 0 ? alice.GetByRole(AriaRole.Button, new() { Name = next }) : alice.GetByLabel("Add an item")).ToBeFocusedAsync();
        }

        await RefuseAsync(alice, "**/export?*", 413, "It is too large to export.");
        await alice.GetByRole(AriaRole.Button, new() { Name = "More for the artifact Focus" }).ClickAsync();
        await alice.GetByRole(AriaRole.Menuitem, new() { Name = "Export as CSV" }).ClickAsync();
        await Expect(alice.GetByText("It is too large to export.")).ToBeVisibleAsync();
        await alice.UnrouteAllAsync();
        await alice.GetByRole(AriaRole.Button, new() { Name = "More for the artifact Focus" }).ClickAsync();
        var saved = await alice.RunAndWaitForDownloadAsync(() => alice.GetByRole(AriaRole.Menuitem, new() { Name = "Export as CSV" }).ClickAsync());
        Assert.EndsWith(".csv", saved.SuggestedFilename, StringComparison.Ordinal);
        Assert.Empty(Stage.Complaints);
    }

    [BrowserFact]
    public async Task A_value_that_the_server_refuses_says_so_beside_its_field()
    {
        var alice = await Stage.SignInAsync("alice");
        await OpenAsync(alice, await MakeAsync(alice, "list", "Refused"), "Refused");
        await AddAsync(alice, "one");
        await RefuseAsync(alice, "**/ops", 400, "A text has no control characters.");

        await Entry(alice, "one").FillAsync("other");
        await alice.Keyboard.PressAsync("Tab");

        await Expect(alice.Locator(".cell-title .cell-bad")).ToContainTextAsync("A text has no control characters. “other” was not saved.");
        await Expect(Entry(alice, "one")).ToHaveValueAsync("one");
        Assert.Empty(Stage.Complaints);
    }

    private static string Block(string order, string id, string title, string chart) =>
        $$$"""{"op":"block","order":"{{{order}}}","block":{"id":"{{{id}}}","type":"chart","title":"{{{title}}}","chart":{{{chart}}}}}""";

    private static string Item(int i)
    {
        var group = i % 2 == 0 ? "South" : "North and all of the islands";
        var values = $$"""{"title":"A rather long name {{i % 6}}","n":{{(i * 7 % 11) - 3}},"g":"{{group}}","d":"2026-0{{1 + (i / 2)}}-0{{1 + (i % 9)}}"}""";
        return $$$"""{"op":"add","item":"i{{{i}}}","order":"a{{{i:x}}}","values":{{{values}}}}""";
    }

    private static async Task RefuseAsync(IPage page, string address, int status, string why) => await page.RouteAsync(
        address,
        route => route.FulfillAsync(new() { Status = status, ContentType = "application/problem+json", Body = $$"""{"detail":"{{why}}"}""" }));
}
