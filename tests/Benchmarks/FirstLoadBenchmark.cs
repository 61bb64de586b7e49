using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Benchmarks;

/// <summary>The first load of the web app: in a fresh Chromium until it is usable, and its files over plain HTTP.</summary>
internal static partial class FirstLoadBenchmark
{
    private const int Loads = 10;

    public static async Task RunAsync(AppFixture app)
    {
        using var client = app.Anonymous();
        var page = await client.GetStringAsync(new Uri("", UriKind.Relative));
        client.DefaultRequestHeaders.AcceptEncoding.Add(new("br"));
        var parts = Part().Matches(page).Select(static match => match.Groups[1].Value).ToArray();
        var bytes = 0L;
        var started = Stopwatch.GetTimestamp();
        foreach (var part in parts)
            bytes += (await client.GetByteArrayAsync(new Uri(part, UriKind.RelativeOrAbsolute))).Length;
        Console.WriteLine($"first load: {parts.Length} parts, {bytes / 1024.0:F1} KiB on the wire, fetched in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        if (Chromium.Path is null)
        {
            Console.WriteLine("first load in a browser: no Chromium on this machine");
            return;
        }

        Console.WriteLine($"first load until it can be used   {new Figures(await LoadAsync(app))}   goal 1000");
    }

    private static async Task<List<double>> LoadAsync(AppFixture app)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
        var times = new List<double>(Loads);
        for (var i = 0; i < Loads; i++)
        {
            await using var fresh = await browser.NewContextAsync();
            var page = await fresh.NewPageAsync();
            var started = Stopwatch.GetTimestamp();
            await page.GotoAsync(app.Url.AbsoluteUri);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync(new() { Trial = true });
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    [GeneratedRegex("(?:src|href)=\"/?([^\"#]+\\.(?:js|css|svg|woff2|webmanifest))\"")]
    private static partial Regex Part();
}
