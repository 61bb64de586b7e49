using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Onbehalf.Tests.Journeys;

/// <summary>What axe says of a page, and the pictures that go with it.</summary>
internal static class Accessibility
{
    /// <summary>Only violations are described: to describe what passes costs most of a check.</summary>
    private static readonly AxeRunOptions All = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>A theme changes only colors: all other rules are the same in both.</summary>
    private static readonly AxeRunOptions Colors = new() { ResultTypes = [ResultType.Violations], RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block") };

    /// <summary>Takes a picture in both themes, without a violation, and never wider than the window.</summary>
    public static async Task CheckAsync(IPage page, string name)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await BrowserStage.ShootAsync(page, $"{name}-{scheme}".ToLowerInvariant());
            Assert.Empty(await ViolationsAsync(page, scheme is ColorScheme.Dark ? Colors : All));
        }

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the window.");
    }

    /// <summary>Returns the violations of this page, a line each.</summary>
    public static Task<string[]> ViolationsAsync(IPage page) => ViolationsAsync(page, All);

    private static async Task<string[]> ViolationsAsync(IPage page, AxeRunOptions options) =>
        [.. (await page.RunAxe(options)).Violations.Select(static one => $"{one.Id}: {one.Help}: {one.Nodes[0].Html}")];
}
