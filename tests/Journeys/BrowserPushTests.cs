using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Onbehalf.Tests.Journeys;

/// <summary>The service worker is the app's own, under its content security policy. Instead of Chromium's push service the page asks a stand-in.</summary>
public sealed class BrowserPushTests(BrowserStage stage) : BrowserTests(stage)
{
    private const string StandIn = """
        Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
        localStorage.setItem('onbehalf.notify', 'on');
        const of = (endpoint) => ({
          endpoint,
          options: { applicationServerKey: Uint8Array.of(1, 2, 3).buffer },
          toJSON: () => ({ endpoint, keys: {} }),
          unsubscribe: async () => (localStorage.removeItem('test.push'), true),
        });
        PushManager.prototype.getSubscription = async () => localStorage.getItem('test.push') && of(localStorage.getItem('test.push'));
        PushManager.prototype.subscribe = async () => {
          const made = Number(localStorage.getItem('test.made') ?? 0) + 1;
          localStorage.setItem('test.made', made);
          localStorage.setItem('test.push', `https://push.invalid/${made}`);
          return of(`https://push.invalid/${made}`);
        };
        """;

    [BrowserFact]
    public async Task A_browser_is_notified_of_what_waits_for_the_person_who_is_signed_in_and_for_nobody_before()
    {
        var page = await Stage.SignInAsync("alice");
        var said = await StandInAsync(page);

        await page.ReloadAsync();
        await BelongsToAsync(page, await SubjectAsync(page));
        var worker = await page.EvaluateAsync<string>("async () => (await navigator.serviceWorker.getRegistration('/')).active.scriptURL");
        await page.RunAndWaitForResponseAsync(() => page.ReloadAsync(), static answer => IsPush(answer) && answer.Request.Method == "POST");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/");
        await BrowserStage.SignInAsync(page, "bob");
        await BelongsToAsync(page, await SubjectAsync(page));
        await page.Locator(".account-button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForFunctionAsync("() => !localStorage.getItem('onbehalf.push-of') && !localStorage.getItem('test.push')");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).WaitForAsync();

        Assert.Equal("/push.js", new Uri(worker).AbsolutePath);
        Assert.Equal(["POST 1", "POST 1", "POST 2", "DELETE 2"], said.ToArray());
        Assert.Empty(Stage.Complaints);
    }

    private static bool IsPush(IResponse answer) => new Uri(answer.Url).AbsolutePath == "/api/me/push";

    private static Task<IJSHandle> BelongsToAsync(IPage page, string subject) =>
        page.WaitForFunctionAsync("person => localStorage.getItem('onbehalf.push-of') === person", subject);

    private static async Task<string> SubjectAsync(IPage page) => (await BrowserStage.CallAsync(page, "GET", "/api/me")).GetProperty("subject").GetString()!;

    /// <summary>The deployment of these journeys has no keys: the page is told of one, and what it says is kept here.</summary>
    private static async Task<ConcurrentQueue<string>> StandInAsync(IPage page)
    {
        var said = new ConcurrentQueue<string>();
        await page.AddInitScriptAsync(StandIn);
        await page.RouteAsync("**/api/me/push", async route =>
        {
            if (route.Request.Method == "GET")
            {
                await route.FulfillAsync(new() { ContentType = "application/json", Body = """{"publicKey":"AQID"}""" });
                return;
            }

            using var body = JsonDocument.Parse(route.Request.PostData!);
            said.Enqueue($"{route.Request.Method} {new Uri(body.RootElement.GetProperty("endpoint").GetString()!).AbsolutePath[1..]}");
            await route.FulfillAsync(new() { Status = 204 });
        });
        return said;
    }
}
