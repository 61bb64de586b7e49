using System.Diagnostics;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Search;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Threads;
using Onbehalf.Vault;
using Onbehalf.Visibility;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Benchmarks;

/// <summary>
/// Search over the messages of one person: the product's scan, and the same question to an index of what that person may read, with what each costs to keep.
/// An index still needs the person's memberships at that moment, so their reading stands beside it.
/// </summary>
internal sealed class SearchBenchmark(InProcessApp app, StorageCounter storage)
{
    private const int MessagesPerThread = 50;
    private const string Absent = "zzyzx";

    private readonly ThreadStore _threads = app.Services.GetRequiredService<ThreadStore>();

    public async Task RunAsync(int threads, int rounds)
    {
        var carol = await app.Services.GetRequiredService<PeopleStore>().FindAsync(app.SubjectOf("carol"), default) ?? throw new InvalidOperationException("Who is Carol?");
        for (var i = 0; i < threads; i++)
            await FillAsync(carol, i);
        var client = await app.AsAsync("carol");
        Console.WriteLine($"search as one person in {threads} threads of {MessagesPerThread} messages, one in four an answer; the limit is {SearchLimits.MostMessages} messages");
        await HttpAsync(client, "a word that is nowhere, everything is read", Absent, rounds);
        await HttpAsync(client, "a frequent word, the first page", "w0007", rounds);
        await HttpAsync(client, "a word that is nowhere, the last day", $"{Absent} after:yesterday", rounds);
        await IndexAsync(carol, rounds);
    }

    private async Task HttpAsync(HttpClient client, string what, string query, int rounds)
    {
        var path = new Uri($"api/search?kind=message&q={Uri.EscapeDataString(query)}", UriKind.Relative);
        (await client.GetAsync(path)).EnsureSuccessStatusCode();
        storage.Reset();
        var figures = new Figures(await TimeAsync(rounds, async () =>
        {
            using var answer = await client.GetAsync(path);
            answer.EnsureSuccessStatusCode();
        }));
        Console.WriteLine($"    scan, {what,-44} {figures}   storage {storage.Read().Values.Sum() / (double)rounds:F1}");
    }

    private async Task IndexAsync(Subject carol, int rounds)
    {
        var authority = ((AuthorityResult.Confirmed)await app.Services.GetRequiredService<Authorities>().ConfirmAsync(carol, Freshness.Now, default)).Authority;
        var rooms = app.Services.GetRequiredService<RoomStore>();
        storage.Reset();
        var memberships = new Figures(await TimeAsync(rounds, () => MyPlaces.OfAsync(carol.Id, _threads, rooms, default)));
        Console.WriteLine($"    memberships alone, which both need               {memberships}   storage {storage.Read().Values.Sum() / (double)rounds:F1}");

        using var index = new SqliteConnection("Data Source=:memory:");
        index.Open();
        var (before, started) = (GC.GetTotalMemory(true), Stopwatch.GetTimestamp());
        storage.Reset();
        var characters = await BuildAsync(index, authority, await MyPlaces.OfAsync(carol.Id, _threads, rooms, default));
        Console.WriteLine($"    index, built                                     {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms   storage {storage.Read().Values.Sum()}   text of sealed and open messages in it {characters / 1024} KiB   heap {(GC.GetTotalMemory(true) - before) / 1024} KiB beside SQLite's own");
        foreach (var word in new[] { Absent, "w0007" })
            Console.WriteLine($"    index, asked for {word,-31} {new Figures(await TimeAsync(rounds, () => Task.Run(() => Ask(index, word))))}   without memberships, rights or the messages of the hits");
    }

    private async Task<long> BuildAsync(SqliteConnection index, Authority viewer, MyPlaces places)
    {
        var (messages, visibility) = (app.Services.GetRequiredService<MessageStore>(), app.Services.GetRequiredService<AnswerVisibility>());
        using var command = index.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE said USING fts5(body, tokenize = 'unicode61 remove_diacritics 0')";
        command.ExecuteNonQuery();
        using var transaction = index.BeginTransaction();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO said(body) VALUES ($body)";
        var characters = 0L;
        foreach (var thread in places.Threads)
        {
            var part = await messages.ListAsync(thread.Thread, new(thread.Thread.Me.JoinedSeq, MessagesPerThread), default);
            foreach (var seen in await visibility.OfAsync(viewer, part, default))
            {
                if (SearchedText.Of(seen) is not { } text)
                    continue;
                command.Parameters.Clear();
                command.Parameters.AddWithValue("$body", IndexedWords.Of(text));
                command.ExecuteNonQuery();
                characters += text.Length;
            }
        }

        transaction.Commit();
        return characters;
    }

    private static int Ask(SqliteConnection index, string word)
    {
        using var command = index.CreateCommand();
        command.CommandText = "SELECT rowid FROM said WHERE said MATCH $word ORDER BY rowid DESC LIMIT 21";
        command.Parameters.AddWithValue("$word", $"\"{word}\"");
        using var rows = command.ExecuteReader();
        var found = 0;
        while (rows.Read())
            found++;
        return found;
    }

    /// <summary>As the store writes them, many at a time; the older the thread, the further back its hours.</summary>
    private async Task FillAsync(Subject carol, int number)
    {
        var (table, seal) = (app.Services.GetRequiredService<Tables>().Threads, app.Services.GetRequiredService<PersonSeal>());
        var thread = (await _threads.CreateAsync(carol, $"Thread {number}", [new(app.SubjectOf("bob"), "Bob")], default)).Thread.Id;
        var random = new Random(number);
        var first = DateTimeOffset.UtcNow.AddHours(-MessagesPerThread * (number + 1));
        var rows = new List<TableTransactionAction>(MessagesPerThread);
        for (var seq = 1; seq <= MessagesPerThread; seq++)
        {
            var (id, at) = (new MessageId(thread, seq), first.AddHours(seq));
            rows.Add(new(TableTransactionActionType.Add, seq % 4 != 0
                ? MessageRows.Typed(id, carol, at, MessageText.TryParse(Words(random, 25), out var text) ? text : default, nonce: null)
                : await AnswerAsync(id, carol, at, Words(random, 80), seal)));
        }

        await table.SubmitTransactionAsync(rows);
        await table.UpdateEntityAsync(new TableEntity(thread.Value, ThreadKeys.Head) { ["LastSeq"] = (long)MessagesPerThread, ["LastAt"] = first.AddHours(MessagesPerThread) }, Azure.ETag.All, TableUpdateMode.Merge);
    }

    private static async Task<TableEntity> AnswerAsync(MessageId id, Subject carol, DateTimeOffset at, string text, PersonSeal seal)
    {
        Reply reply = new()
        {
            AskedBy = carol, RanAs = carol, Text = text, Status = ReplyStatus.Completed, IsPrivate = true, At = at,
            Evidence = [new(carol.Id.Value, "1", [new("company", "company.deals", ["id"], [])])],
        };
        return MessageRows.Answer(id, new(new MessageId(id.Thread, id.Seq - 1), nonce: null), reply, await seal.SealAsync(carol.Id, MessageRows.SealedAs(id), ReplyBody.Write(reply), default), at);
    }

    /// <summary>Few words are in most messages and most words in few.</summary>
    private static string Words(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => $"w{(int)(random.NextDouble() * random.NextDouble() * random.NextDouble() * 9000):D4}"));

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
