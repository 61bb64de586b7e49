using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Onbehalf.Tests.Journeys;

/// <summary>What axe says of a page, and the pictures that go with it.</summary>
internal static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Only violations are described: to describe what passes costs most of a check.</summary>
    private static readonly object All = new { resultTypes = (string[])["violations"] };

    /// <summary>A theme changes only colors: all other rules are the same in both.</summary>
    private static readonly object Colors = new { resultTypes = (string[])["violations"], runOnly = (string[])["color-contrast", "link-in-text-block"] };

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

    /// <summary>Loads axe once per document. The app has no frames, so one run sees the whole page.</summary>
    private static async Task<string[]> ViolationsAsync(IPage page, object options)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Axe);
        Assert.Single(page.Frames);
        return await page.EvaluateAsync<string[]>(
            "async options => (await axe.run(document, options)).violations.map(one => `${one.id}: ${one.help}: ${one.nodes[0].html}`)", options);
    }
}
