using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

public sealed class BrowserOpennessTests(BrowserStage stage) : BrowserTests(stage)
{
    private static readonly string[] People = ["alice", "bob", "carol", "dan", "erin"];

    [BrowserFact]
    public async Task Five_windows_show_the_answers_open_that_the_API_says_are_open_as_they_come_and_after_a_reload()
    {
        (string Asker, string Question)[] asked = [.. People.Zip(OpennessMatrix.Questions)];
        var alone = await OpennessMatrix.AloneAsync(Stage.App, People, [.. asked.Select(static one => one.Question)]);
        var thread = await Stage.App.OpenThreadAsync(People[0], People[1..]);
        var windows = new List<(string Person, IPage Page)>();
        foreach (var person in People)
        {
            var page = await Stage.SignInAsync(person, at: $"/t/{thread}");
            await page.GetByText("Ask the first question").WaitForAsync();
            windows.Add((person, page));
        }

        var cells = await OpennessMatrix.MeasureAsync(Stage.App, thread, People, asked, alone);

        foreach (var (person, page) in windows)
        {
            await AssertShownAsync(person, page, cells);
            await page.ReloadAsync();
            await AssertShownAsync(person, page, cells);
        }

        Assert.Contains(cells, static cell => cell.Open);
        Assert.Contains(cells, static cell => !cell.Open);
        Assert.DoesNotContain(cells, static cell => cell.Entitled && !cell.Open);
        Assert.Empty(Stage.Complaints);
    }

    private static async Task AssertShownAsync(string person, IPage page, IReadOnlyList<OpennessCell> cells)
    {
        var replies = cells.Select(static cell => cell.Reply).Distinct().ToArray();
        var locked = cells.Where(cell => cell.Viewer == person && !cell.Open).Select(static cell => cell.Reply).ToArray();
        foreach (var reply in replies)
            await page.Locator($"article[id='{reply}']").WaitForAsync();
        await Expect(page.Locator("article.locked")).ToHaveCountAsync(locked.Length);

        var shown = await page.Locator("article.locked").EvaluateAllAsync<string[]>("all => all.map(one => one.id)");
        Assert.Equal(locked, shown);
        await Expect(page.Locator("article.reply")).ToHaveCountAsync(replies.Length - locked.Length);
    }
}
