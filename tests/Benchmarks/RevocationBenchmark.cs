using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Runs;

namespace Onbehalf.Benchmarks;

/// <summary>
/// From the moment an administrator begins to disable somebody until the last thing done as them: per path, with the provider's signal and
/// without, with no reuse of confirmations and with some. Ended again each time, so rounds are few.
/// </summary>
internal static class RevocationBenchmark
{
    private const string Person = "erin";
    private const string Off = "[]";
    private const string Attended = "AgentAttended";
    private const string Unattended = "AgentUnattended";
    private const int LongestWindow = 10;

    private static readonly TimeSpan Warm = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    public static async Task RunAsync(Dictionary<string, string> model, int rounds)
    {
        foreach (var (window, isTold) in new[] { (0, true), (0, false), (LongestWindow, true), (LongestWindow, false) })
        {
            var settings = new Dictionary<string, string>(model) { ["IDENTITY_CONFIRM_SECONDS"] = $"{window}" };
            if (!isTold)
                settings["ONBEHALF_IDENTITY_SIGNALS"] = Off;
            await using var app = await InProcessApp.StartAsync(settings);
            var times = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
            for (var i = 0; i < (isTold || window == 0 ? rounds : 1); i++)
                foreach (var (path, time) in await OnceAsync(app, window))
                    (times.TryGetValue(path, out var known) ? known : times[path] = []).Add(time);
            foreach (var (path, measured) in times)
                Console.WriteLine($"revoked, {path,-24} {new Figures(measured)}   reads reuse {window} s, {(isTold ? "signal" : "no signal")}");
        }
    }

    /// <summary>Milliseconds after the change began, per path; negative where nothing was done any more even then.</summary>
    private static async Task<List<(string Path, double Time)>> OnceAsync(InProcessApp app, int window)
    {
        var (bearer, browser) = (await app.AsAsync(Person), await app.InBrowserAsync(Person));
        using var opened = await bearer.PostAsJsonAsync(new Uri("api/threads", UriKind.Relative), new { title = "revocation" });
        var thread = (await opened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var stop = new CancellationTokenSource();
        var read = LastAsync(() => bearer.GetAsync(new Uri("api/me", UriKind.Relative)), stop.Token);
        var session = LastAsync(() => browser.GetAsync(new Uri("api/me", UriKind.Relative)), stop.Token);
        var say = LastAsync(() => bearer.PostAsJsonAsync(new Uri($"api/threads/{thread}/messages", UriKind.Relative), new { text = "deals by region" }), stop.Token);
        var stream = StreamEndAsync(bearer, thread, stop.Token);
        var runs = WakeAsync(app, await app.AgreedAsync(Person, "deals by region", []), stop.Token);
        await CalledAsync(app, Attended);
        await CalledAsync(app, Unattended);
        await Task.Delay(Warm);
        var changed = DateTimeOffset.UtcNow;
        await app.ChangeAsync(Person, "disable");
        try
        {
            await Task.WhenAny(stream, Task.Delay(TimeSpan.FromSeconds(20)));
            await Task.Delay(Quiet + TimeSpan.FromSeconds(window));
            await stop.CancelAsync();
            await runs;
            var (inTurn, inRun) = (await LastToolCallAsync(app, Attended), await LastToolCallAsync(app, Unattended));
            return
            [
                ("read, cached token", (await read - changed).TotalMilliseconds),
                ("read, cached session", (await session - changed).TotalMilliseconds),
                ("message taken", (await say - changed).TotalMilliseconds),
                ("tool call in a live turn", (inTurn - changed).TotalMilliseconds),
                ("tool call in a run", (inRun - changed).TotalMilliseconds),
                ("open stream", (await stream - changed).TotalMilliseconds),
            ];
        }
        finally
        {
            await app.ChangeAsync(Person, "enable");
        }
    }

    /// <summary>Asks as fast as answers come; the moment of sending of the last one that went well.</summary>
    private static async Task<DateTimeOffset> LastAsync(Func<Task<HttpResponseMessage>> send, CancellationToken stop)
    {
        var last = DateTimeOffset.UtcNow;
        while (!stop.IsCancellationRequested)
        {
            var sent = DateTimeOffset.UtcNow;
            using var answer = await send();
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted)
                last = sent;
            await Task.Delay(5, CancellationToken.None);
        }

        return last;
    }

    /// <summary>One event after the other, each of which wakes a run: some have just begun when the person is disabled, others come after.</summary>
    private static async Task WakeAsync(InProcessApp app, Automation automation, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await app.WakeAsync(automation, OccasionKind.Event, "{}");
            await Task.Delay(BetweenRuns, CancellationToken.None);
        }
    }

    private static async Task<DateTimeOffset> StreamEndAsync(HttpClient client, string thread, CancellationToken stop)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"api/threads/{thread}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
            while (await lines.ReadLineAsync(stop) is not null)
            {
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or HttpRequestException)
        {
            // Every end of a stream counts.
        }

        return DateTimeOffset.UtcNow;
    }

    /// <summary>Waits until the agent has read something for this person: a first query takes longer than those that are measured.</summary>
    private static async Task CalledAsync(InProcessApp app, string act)
    {
        for (var started = Stopwatch.GetTimestamp(); await LastToolCallAsync(app, act) == DateTimeOffset.MinValue; await Task.Delay(Warm))
            if (Stopwatch.GetElapsedTime(started) > LongestStart)
                throw new TimeoutException("No tool call of this person went well.");
    }

    private static async Task<DateTimeOffset> LastToolCallAsync(InProcessApp app, string act)
    {
        var audit = app.Services.GetRequiredService<Tables>().Audit;
        var last = DateTimeOffset.MinValue;
        await foreach (var row in audit.QueryAsync<TableEntity>($"Action eq 'tool-call' and Phase eq 'Outcome' and Decision eq 'Succeeded' and Act eq '{act}'"))
            if (row.PartitionKey.EndsWith(app.SubjectOf(Person).Value, StringComparison.Ordinal) && row.GetDateTimeOffset("At") is { } at && at > last)
                last = at;
        return last;
    }
}
