using System.Net.Http.Json;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>The cost of an idle open page: lists polled every 15 seconds, unchanged, and one stream per person.</summary>
internal sealed class WatchBenchmark(InProcessApp app, StorageCounter storage)
{
    private const int Threads = 10;
    private const int PollsAnHour = 240;

    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(2);
    private static readonly string[] People = ["bob", "carol", "alice"];

    public async Task RunAsync()
    {
        var bob = await app.AsAsync("bob");
        for (var i = 0; i < Threads; i++)
        {
            using var made = await bob.PostAsJsonAsync(new Uri("api/threads", UriKind.Relative), new { title = $"Idle {i}", members = new[] { app.SubjectOf("carol").Value } });
            made.EnsureSuccessStatusCode();
        }

        await ListAsync(bob);
        var idle = await CountAsync(() => Task.Delay(TimeSpan.FromSeconds(1)));
        var poll = await CountAsync(() => ListAsync(bob)) - idle;
        Console.WriteLine($"open page of {Threads} threads, polled    {poll * PollsAnHour,8} requests/hour for each page");

        using var end = new CancellationTokenSource();
        var streams = await Task.WhenAll(People.Select(async name => await (await app.AsAsync(name)).GetAsync(new Uri("api/me/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, end.Token)));
        await Task.Delay(TimeSpan.FromSeconds(5));
        var watched = await CountAsync(() => Task.Delay(Watched));
        Console.WriteLine($"{People.Length} open pages, one stream each      {watched / Watched.TotalHours,8:F0} requests/hour for all of them");
        await end.CancelAsync();
        foreach (var stream in streams)
            stream.Dispose();
    }

    private async Task<int> CountAsync(Func<Task> work)
    {
        storage.Reset();
        await work();
        return storage.Read().Where(static pair => pair.Key.EndsWith("events", StringComparison.Ordinal) || pair.Key.EndsWith("inbox", StringComparison.Ordinal) || pair.Key.EndsWith("threads", StringComparison.Ordinal)).Sum(static pair => pair.Value);
    }

    private static async Task ListAsync(HttpClient client)
    {
        foreach (var path in new[] { "api/threads?limit=200", "api/rooms?limit=200" })
            (await client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative))).GetProperty("items");
    }
}
