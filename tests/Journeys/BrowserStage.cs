using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onbehalf.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Onbehalf.Tests.Journeys;

/// <summary>The whole app and one Chromium, for all journeys: each person has a window of their own.</summary>
public sealed class BrowserStage : IAsyncLifetime
{
    private static readonly bool TakesPictures = Environment.GetEnvironmentVariable("ONBEHALF_SCREENSHOTS") is "1";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private InProcessApp? _app;

    /// <summary>Errors of a window, and its requests to foreign hosts.</summary>
    public IList<string> Complaints { get; } = [];

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
            return;
        // A journey waits for the app's result, however busy the machine is.
        SetDefaultExpectTimeout(60_000);
        _app = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "100000" });
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    internal InProcessApp App => _app!;

    /// <summary>Returns a service of the app, for changes behind the users' backs.</summary>
    internal T Of<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>A new window of this person, with a session that exists before its first page.</summary>
    /// <param name="at">The first page; every other one before it costs a load.</param>
    public async Task<IPage> SignInAsync(string name, BrowserNewContextOptions? options = null, string at = "/")
    {
        var page = await OpenAsync(options, path: null);
        var answer = await page.APIRequest.PostAsync($"/local/people/{name}/session");
        Assert.True(answer.Ok, await answer.TextAsync());
        await page.GotoAsync(at);
        await page.Locator(".frame").WaitForAsync();
        return page;
    }

    /// <summary>Signs in at the provider's own page.</summary>
    public static async Task SignInAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator($"input[value={name}]").CheckAsync();
        await page.GetByLabel("Password").FillAsync("onbehalf");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator(".frame").WaitForAsync();
    }

    /// <summary>Closes all windows.</summary>
    public async Task CloseAsync()
    {
        foreach (var context in _browser?.Contexts ?? [])
            await context.CloseAsync();
    }

    public async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null, string? path = "/")
    {
        options ??= new() { ViewportSize = new() { Width = 1280, Height = 800 } };
        options.BaseURL = _app!.Url.AbsoluteUri;
        // An animation is drawn without a graphics card, at the cost of everything else.
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await _browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, said) =>
        {
            if (said.Type == "error" && said.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                Complaints.Add(said.Text);
        };
        page.Request += (_, asked) =>
        {
            if (new Uri(asked.Url) is { Scheme: "http" or "https", IsLoopback: false })
                Complaints.Add(asked.Url);
        };
        if (path is not null)
            await page.GotoAsync(path);
        return page;
    }

    /// <summary>A thread between these windows' people, open in all of them.</summary>
    public static async Task OpenThreadAsync(IPage mine, IPage theirs, string their)
    {
        await mine.Keyboard.PressAsync("n");
        await mine.GetByLabel("With").FillAsync(their);
        await mine.GetByRole(AriaRole.Option, new() { Name = their }).ClickAsync();
        await mine.GetByRole(AriaRole.Button, new() { Name = "Start thread" }).ClickAsync();
        await mine.GetByText("Ask the first question").WaitForAsync();
        await theirs.GotoAsync(new Uri(mine.Url).AbsolutePath);
        await theirs.GetByText("Ask the first question").WaitForAsync();
    }

    /// <summary>A page of the person's own, from the menu under their name.</summary>
    public static async Task OpenOwnAsync(IPage page, string name)
    {
        await page.Locator(".account-button").ClickAsync();
        await page.Locator(".menu").GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
    }

    public static async Task AskAsync(IPage page, string question)
    {
        await page.GetByLabel("Ask the agent").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>A call of the API from this window, as the person who is signed in there.</summary>
    public static Task<JsonElement> CallAsync(IPage page, string method, string path, object? body = null) => page.EvaluateAsync<JsonElement>(
        """
        async ([method, path, body]) => {
          const headers = { 'x-onbehalf': '1', ...(body ? { 'content-type': 'application/json' } : {}) };
          const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : null });
          return answer.status === 204 ? {} : await answer.json();
        }
        """,
        new[] { method, path, body });

    /// <summary>A picture for whoever looks at pages, on request: painting and packing it costs more than most checks of a page.</summary>
    public static Task ShootAsync(IPage page, string name) =>
        TakesPictures ? page.ScreenshotAsync(new() { Path = Path.Combine(Clone.Root, "TestResults", "screenshots", $"{name}.png") }) : Task.CompletedTask;
}
