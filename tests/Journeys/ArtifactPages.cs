using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>Shared helpers of the artifact journeys.</summary>
internal static class ArtifactPages
{
    public static async Task<string> MakeAsync(IPage page, string kind, string title)
    {
        var made = await BrowserStage.CallAsync(page, "POST", "/api/artifacts", new { kind, title });
        return $"/artifacts/{made.GetProperty("id").GetString()}";
    }

    /// <summary>Ops as they are on the wire, by the person of this window.</summary>
    public static async Task DoAsync(IPage page, string path, string ops)
    {
        var body = $$"""{"baseSeq":0,"opId":"o{{Guid.NewGuid():N}}","ops":[{{ops}}]}""";
        var status = await page.EvaluateAsync<int>(
            """
            async ([path, body]) => {
              const headers = { 'x-onbehalf': '1', 'content-type': 'application/json' };
              return (await fetch(path, { method: 'POST', headers, body })).status;
            }
            """,
            new[] { $"/api{path}/ops", body });
        Assert.Equal(200, status);
    }

    /// <summary>An artifact of Bob's in a thread with Alice, open before both.</summary>
    public static async Task<(IPage Bob, IPage Alice, string Path)> SharedAsync(
        BrowserStage stage, string kind, string title, BrowserNewContextOptions? window = null)
    {
        var owner = await stage.App.InBrowserAsync("bob");
        var members = new[] { stage.App.SubjectOf("alice").Value };
        var threadId = (await owner.SendAsync("POST", "api/threads", new { title, members })).Ok().At("id");
        var path = $"/artifacts/{(await owner.SendAsync("POST", "api/artifacts", new { kind, title })).Ok().At("id")}";
        var preview = (await owner.SendAsync("GET", $"api{path}/publish?threadId={threadId}")).Ok();
        (await owner.SendAsync("POST", $"api{path}/publish", new { threadId, previewHash = preview.At("hash") })).Ok();
        var (bob, alice) = (await stage.SignInAsync("bob", window, path), await stage.SignInAsync("alice", window, path));
        foreach (var page in (IPage[])[bob, alice])
            await Expect(page.GetByLabel("Title").First).ToHaveValueAsync(title);
        return (bob, alice, path);
    }

    public static async Task OpenAsync(IPage page, string path, string title)
    {
        await page.GotoAsync(path);
        await Expect(page.GetByLabel("Title").First).ToHaveValueAsync(title);
    }

    public static async Task AddAsync(IPage page, params string[] items)
    {
        foreach (var item in items)
        {
            await page.GetByLabel("Add an item").FillAsync(item);
            await page.Keyboard.PressAsync("Enter");
        }
    }

    public static ILocator Entry(IPage page, string name) => page.GetByLabel($"Task of {name}", new() { Exact = true });

    /// <summary>In both themes a picture without a violation, and never wider than the window.</summary>
    public static async Task ShootAsync(IPage page, int width, string name)
    {
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await Accessibility.CheckAsync(page, $"artifact-{name}-{width}");
    }
}
