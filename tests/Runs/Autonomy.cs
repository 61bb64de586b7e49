using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Automations;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Runs;

/// <summary>Automations that their authors have agreed to, what wakes them, and their runs as their authors' pages see them.</summary>
internal static class Autonomy
{
    /// <summary>Work of a killed process is redelivered after a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    public static async Task<Automation> AgreedAsync(this InProcessApp app, string author, string prompt, string[] tools, params StandingConsent[] consents) =>
        await app.AgreedAsync(await app.PersonAsync(author), prompt, tools, consents);

    public static async Task<Automation> AgreedAsync(this InProcessApp app, Subject person, string prompt, string[] tools, params StandingConsent[] consents)
    {
        var home = await app.Get<ThreadStore>().CreateAsync(person, "Automation", [], default);
        var content = new AutomationContent("Watch", prompt, new Trigger.Schedule("0 8 * * *", "Europe/Berlin"), [.. tools], [.. consents]);
        var now = DateTimeOffset.UtcNow;
        var automation = new Automation(AutomationId.New(), person, AutomationState.Active, content, null, home.Thread.Id, null, now, now, null, null, default);
        await app.Get<AutomationStore>().AddAsync(automation, default);
        return automation;
    }

    public static async Task<RunId> WakeAsync(this InProcessApp app, Automation automation, OccasionKind kind = OccasionKind.Schedule, string? payload = null, string? key = null)
    {
        var fresh = await app.Get<AutomationStore>().FindAsync(automation.Id, default);
        var occasion = new Occasion(key ?? Guid.NewGuid().ToString("N"), kind, DateTimeOffset.UtcNow, payload);
        return (await app.Get<RunStart>().BeginAsync(app.Durable, fresh!, occasion, default))!.Value;
    }

    /// <summary>Starts the runs that the timer would start.</summary>
    public static async Task SweepAsync(this InProcessApp app)
    {
        await app.Get<RouseRuns>().RunAsync(app.Durable, default);
        await app.Get<RevisitParked>().RunAsync(app.Durable, default);
        await app.Get<MendRuns>().RunAsync(app.Durable, default);
    }

    public static async Task<JsonElement> RunAsync(this AppFixture app, string author, RunId run, Func<JsonElement, bool> until)
    {
        var client = await app.AsAsync(author);
        Answer? last = null;
        for (var (started, asked) = (DateTime.UtcNow, 1); DateTime.UtcNow - started < Patience; await Task.Delay(Waiting.PauseAfter(asked++)))
        {
            last = await client.SendAsync("GET", $"api/runs/{run}");
            if (last.Status == HttpStatusCode.OK && until(last.Json))
                return last.Json;
        }

        throw new TimeoutException($"The run is still {last?.Text}");
    }

    public static Task<JsonElement> EndOfRunAsync(this AppFixture app, string author, RunId run) =>
        app.RunAsync(author, run, static found => found.At("endedAt") is not null);

    public static async Task<Card> CardOfRunAsync(this AppFixture app, string author, RunId run)
    {
        var waiting = (await app.RunAsync(author, run, static found => found.At("status") == "waiting")).GetProperty("waitingFor");
        return new(waiting.At("turnId")!, waiting.At("callId")!, waiting.At("argumentHash")!, waiting.GetProperty("card"));
    }

    /// <summary>Reads a paused run from the store, for when its author has no access.</summary>
    public static async Task<RunState> StoredAsync(this InProcessApp app, RunId run, Func<RunState, bool> until)
    {
        RunState? last = null;
        for (var (started, asked) = (DateTime.UtcNow, 1); DateTime.UtcNow - started < Patience; await Task.Delay(Waiting.PauseAfter(asked++)))
        {
            last = await app.Get<RunStore>().FindAsync(run, default);
            if (last is not null && until(last))
                return last;
        }

        throw new TimeoutException($"The run is still {last}, {last?.Reason}");
    }

    public static Task<RunState> ParkedAsync(this InProcessApp app, RunId run) => app.StoredAsync(run, static found => found.Status is RunStatus.Parked);

    public static Task<JsonElement> RestingAsync(this AppFixture app, string author, RunId run) =>
        app.RunAsync(author, run, static found => found.At("goesOnAt") is not null);

    /// <summary>Advances to the time at which a paused run resumes.</summary>
    public static async Task ItIsTimeAsync(this InProcessApp app, RunId run)
    {
        await app.Get<RunStore>().ChangeAsync(run, static now => now with { RestsUntil = DateTimeOffset.UtcNow }, default);
        await app.Durable.RaiseEventAsync(run.Value, RunWakes.WakeEvent, "time");
    }

    public static async Task<Subject> PersonAsync(this InProcessApp app, string name)
    {
        (await (await app.AsAsync(name)).SendAsync("GET", "api/me")).Ok();
        return (await app.Get<PeopleStore>().FindAsync(app.SubjectOf(name), default))!;
    }

    /// <summary>A browser that signs in now: earlier sessions may have ended with their person.</summary>
    public static async Task<HttpClient> NewBrowserAsync(this InProcessApp app, string name)
    {
        var client = app.Anonymous();
        using var answer = (await client.PostAsync(new Uri($"local/people/{name}/session", UriKind.Relative), null)).EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        client.DefaultRequestHeaders.Add("Origin", app.Url.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("X-Onbehalf", "1");
        return client;
    }

    public static T Get<T>(this InProcessApp app)
        where T : notnull => app.Services.GetRequiredService<T>();
}
