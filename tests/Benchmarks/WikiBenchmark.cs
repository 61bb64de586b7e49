using System.Diagnostics;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Threads;
using Onbehalf.Wiki;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Benchmarks;

/// <summary>Search over a large wiki by a person with full access: the first search builds the index, the others use it.</summary>
internal static class WikiBenchmark
{
    private const int Words = 60;

    private static readonly string[] Vocabulary = [.. Enumerable.Range(0, 4000).Select(static n => $"{"aeiou"[n % 5]}{"bcdfghklmnprst"[n % 14]}{"aeiou"[n / 70 % 5]}{"lmnrst"[n / 350 % 6]}{n % 97}")];

    public static async Task RunAsync(InProcessApp app, int pages, int rounds)
    {
        await FillAsync(app, pages);
        var carol = await app.Services.GetRequiredService<PeopleStore>().FindAsync(app.SubjectOf("carol"), default) ?? throw new InvalidOperationException("Who is Carol?");
        var authority = ((AuthorityResult.Confirmed)await app.Services.GetRequiredService<Authorities>().ConfirmAsync(carol, Freshness.Now, default)).Authority;
        var search = app.Services.GetRequiredService<WikiSearch>();
        var started = Stopwatch.GetTimestamp();
        await search.FindAsync(authority, "warm", 0, 8, default);
        Console.WriteLine($"wiki of {pages} pages: index built in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, {Environment.WorkingSet / 1048576} MB resident afterwards");
        var random = new Random(42);
        var queries = Enumerable.Range(0, rounds).Select(_ => $"{Common(random)} {Rare(random)} {Rare(random)}").ToArray();
        var product = new Figures(await TimeAsync(queries, query => search.FindAsync(authority, query, 0, 8, default)));
        var wiki = app.Services.GetRequiredService<Tables>().Wiki;
        var row = new Figures(await TimeAsync(queries, async _ => await wiki.GetEntityIfExistsAsync<TableEntity>("spaces", "none")));
        using var raw = Index(pages);
        var plain = new Figures(await TimeAsync(queries, query => Task.Run(() => Ask(raw, query))));
        Console.WriteLine($"wiki search, {pages} pages     {product}   goal p50 20   the same in bare FTS5 p50 {plain.P50:F2} ms   ratio {product.P50 / plain.P50:F2}   one row from the store p50 {row.P50:F2} ms");
        (string Name, Func<Random, string> Ask)[] others =
        [
            ("Chinese words", Chinese),
            ("Chinese questions", static random => string.Concat(Enumerable.Range(0, 6).Select(_ => Chinese(random)))),
            ("parts of words", static random => Rare(random)[1..]),
        ];
        foreach (var (name, ask) in others)
        {
            var asked = Enumerable.Range(0, rounds).Select(_ => ask(random)).ToArray();
            var figures = new Figures(await TimeAsync(asked, query => search.FindAsync(authority, query, 0, 8, default)));
            Console.WriteLine($"wiki search, {name}     {figures}   goal p50 20   ratio to words in bare FTS5 {figures.P50 / plain.P50:F2}");
        }
    }

    private static async Task FillAsync(InProcessApp app, int pages)
    {
        var wiki = app.Services.GetRequiredService<Tables>().Wiki;
        var author = new Participant(app.SubjectOf("carol"), "Carol");
        var space = new WikiSpace(SpaceId.New(), "Large", ["finance"], ["finance"], null, author);
        await Parallel.ForEachAsync(Enumerable.Range(0, pages).Chunk(50), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (numbers, cancellation) =>
            await wiki.SubmitTransactionAsync(
                numbers.Select(n => new TableTransactionAction(TableTransactionActionType.Add, WikiRows.PageRow(WikiPage.First(PageId.New(space.Id), Title(n), Text(n), author, DateTimeOffset.UtcNow)))), cancellation));
        await wiki.UpsertEntityAsync(WikiRows.StampRow(space.Id));
        await wiki.AddEntityAsync(WikiRows.Of(space));
    }

    private static SqliteConnection Index(int pages)
    {
        var database = new SqliteConnection("Data Source=:memory:");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE pages USING fts5(title, body, tokenize = 'porter unicode61 remove_diacritics 2')";
        command.ExecuteNonQuery();
        using var transaction = database.BeginTransaction();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO pages(title, body) VALUES ($title, $body)";
        for (var n = 0; n < pages; n++)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$title", Title(n));
            command.Parameters.AddWithValue("$body", Text(n));
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return database;
    }

    private static int Ask(SqliteConnection database, string query)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT title, snippet(pages, 1, '', '', '…', 32) FROM pages WHERE pages MATCH $words ORDER BY bm25(pages, 5.0, 1.0) LIMIT 9";
        command.Parameters.AddWithValue("$words", string.Join(" OR ", query.Split(' ').Select(static word => $"\"{word}\"")));
        using var rows = command.ExecuteReader();
        var found = 0;
        while (rows.Read())
            found++;
        return found;
    }

    private static string Title(int n) => $"Page {n} on {Rare(new Random(n))}";

    /// <summary>Few words are on most pages and most words on few, as in people's texts.</summary>
    private static string Text(int n)
    {
        var random = new Random(n);
        return n % 10 == 0
            ? string.Concat(Enumerable.Range(0, Words).Select(i => i % 12 == 11 ? "。" : Chinese(random)))
            : string.Join(' ', Enumerable.Range(0, Words).Select(_ => random.Next(3) == 0 ? Common(random) : Rare(random)));
    }

    /// <summary>Words of two characters, some far more frequent than others. One page in ten is Chinese.</summary>
    private static string Chinese(Random random) => string.Concat(Enumerable.Range(0, 2).Select(_ => (char)(0x4E00 + (int)(random.NextDouble() * random.NextDouble() * 3000))));

    private static string Common(Random random) => Vocabulary[(int)(random.NextDouble() * random.NextDouble() * 400)];

    private static string Rare(Random random) => Vocabulary[random.Next(400, Vocabulary.Length)];

    private static async Task<List<double>> TimeAsync(string[] queries, Func<string, Task> run)
    {
        var times = new List<double>(queries.Length);
        foreach (var query in queries)
        {
            var started = Stopwatch.GetTimestamp();
            await run(query);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }
}
