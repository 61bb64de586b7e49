using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>docs/cost.md matches the script's output for its two tables.</summary>
public sealed class CostTests
{
    private static readonly string Script = Path.Combine(Bicep.Folder, "scripts", "cost.mjs");

    [ToolFact("node")]
    public async Task The_page_of_prices_is_the_one_that_the_script_writes()
    {
        var run = await ProgramRun.OfAsync("node", [Script], Clone.Root, new Dictionary<string, string> { ["SIZE"] = "" });

        Assert.True(run.Output == await File.ReadAllTextAsync(Path.Combine(Clone.Root, "docs", "cost.md")), "node infra/scripts/cost.mjs --write");
    }

    /// <summary>The month is not in the future.</summary>
    [Fact]
    public void A_price_has_the_month_in_which_it_was_checked_or_says_that_it_has_none()
    {
        using var prices = JsonDocument.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, "prices.json")));
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

        Assert.All(prices.RootElement.GetProperty("prices").EnumerateObject().Select(static price => price.Value.GetProperty("checked").GetString()!), day =>
        {
            Assert.Matches(@"^(undated|\d{4}-\d\d)$", day);
            Assert.True(day == "undated" || string.CompareOrdinal(day, now) <= 0, day);
        });
    }

    [ToolFact("node")]
    public async Task An_idle_quiet_environment_costs_five_dollars_at_most()
    {
        var run = await ProgramRun.OfAsync("node", [Script], Clone.Root, new Dictionary<string, string> { ["SIZE"] = "quiet" });

        var sum = double.Parse(Regex.Match(run.Output, @"\*\*sum\*\* \| \*\*([\d.]+)\*\*").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(sum, 0.01, 5);
    }

    [ToolFact("node")]
    public async Task A_size_that_does_not_exist_is_refused() =>
        Assert.NotEqual(0, (await ProgramRun.OfAsync("node", [Script], Clone.Root, new Dictionary<string, string> { ["SIZE"] = "huge" })).ExitCode);
}
