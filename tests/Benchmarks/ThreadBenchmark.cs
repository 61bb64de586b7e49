using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Turns;

namespace Onbehalf.Benchmarks;

/// <summary>A thread of 200 messages, 60 of them answers that rest on evidence: opened by a second viewer, and assembled for a turn.</summary>
internal sealed class ThreadBenchmark(InProcessApp app, StorageCounter storage)
{
    private const int Answers = 60;
    private const int Messages = 200;

    /// <summary>Longer than a source's description of somebody's rights is remembered.</summary>
    private static readonly TimeSpan RightsForgotten = TimeSpan.FromSeconds(2.5);

    public async Task RunAsync(int rounds)
    {
        var thread = await FillAsync();
        var carol = await app.AsAsync("carol");
        await OpenAsync(carol, thread);
        using var look = new LookUpCounter();
        await Task.Delay(RightsForgotten);
        await OpenAsync(carol, thread);
        Console.WriteLine($"catalogue look-ups of an opening, nothing known      {look.Count}   goal 5");
        storage.Reset();
        var times = await TimeAsync(rounds, () => OpenAsync(carol, thread));
        var opened = new Figures(times);
        Console.WriteLine($"open 200 messages, 60 answers, as a second viewer  {opened}   goal p50 60   storage {storage.Read().Values.Sum() / (double)rounds:F1}");
        await BaselineAsync(thread, rounds, opened);
        await ContextAsync(thread, rounds);
    }

    /// <summary>The same rows read from the table store and thrown away.</summary>
    private async Task BaselineAsync(string thread, int rounds, Figures opened)
    {
        var table = app.Services.GetRequiredService<Tables>().Threads;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {thread} and RowKey ge 'm-' and RowKey lt 'm.'");
        var read = new Figures(await TimeAsync(rounds, async () =>
        {
            await foreach (var row in table.QueryAsync<TableEntity>(filter))
                GC.KeepAlive(row);
        }));
        Console.WriteLine($"    the same rows from the store alone             {read}   ratio {opened.P50 / read.P50:F2}");
    }

    private async Task ContextAsync(string thread, int rounds)
    {
        var reader = app.Services.GetRequiredService<ConversationReader>();
        var memory = app.Services.GetRequiredService<TurnCache>();
        var person = await app.Services.GetRequiredService<PeopleStore>().FindAsync(app.SubjectOf("carol"), default) ?? throw new InvalidOperationException("Who is Carol?");
        var authority = ((AuthorityResult.Confirmed)await app.Services.GetRequiredService<Authorities>().ConfirmAsync(person, Freshness.Now, default)).Authority;
        var message = MessageId.Parse($"{thread}-m{Messages}");
        var turn = new TurnState(new(message, nonce: null), message.Thread, message, person, TurnStatus.Running, DateTimeOffset.UtcNow);
        var first = new Figures(await TimeAsync(rounds, async () =>
        {
            memory.Forget(turn.Id);
            await reader.ReadAsync(authority, turn, null, [], default);
        }));
        var again = new Figures(await TimeAsync(rounds, async () => await reader.ReadAsync(authority, turn, null, [], default)));
        var table = app.Services.GetRequiredService<Tables>().Threads;
        var row = new Figures(await TimeAsync(rounds, async () => await table.GetEntityAsync<TableEntity>(thread, "head")));
        Console.WriteLine($"context of a turn, rights known                    {first}   goal p50 10   one row from the store p50 {row.P50:F2} ms   ratio {first.P50 / row.P50:F2}");
        Console.WriteLine($"context of a turn, its next model call             {again}");
    }

    private async Task<string> FillAsync()
    {
        var bob = await app.AsAsync("bob");
        using var made = await bob.PostAsJsonAsync(new Uri("api/threads", UriKind.Relative), new { title = "long", members = new[] { app.SubjectOf("carol").Value } });
        var thread = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var events = new ReplyListener(bob, thread);
        for (var i = 0; i < Answers; i++)
        {
            await SayAsync(bob, thread, agent: true);
            await events.NextReplyAsync();
        }

        for (var i = 2 * Answers; i < Messages; i++)
            await SayAsync(bob, thread, agent: false);
        return thread;
    }

    private static async Task SayAsync(HttpClient client, string thread, bool agent)
    {
        using var answer = await client.PostAsJsonAsync(new Uri($"api/threads/{thread}/messages", UriKind.Relative), new { text = "deals by region", agent });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Sends the requests of the web app when a thread is opened.</summary>
    private static async Task OpenAsync(HttpClient client, string thread)
    {
        var asked = new[] { $"api/threads/{thread}", $"api/threads/{thread}/messages?from=end&limit=200" }.Select(path => client.GetAsync(new Uri(path, UriKind.Relative)));
        foreach (var answer in await Task.WhenAll(asked))
        {
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            answer.Dispose();
        }
    }

    private static async Task<List<double>> TimeAsync(int rounds, Func<Task> run)
    {
        var times = new List<double>(rounds);
        for (var i = 0; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await run();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }
}
