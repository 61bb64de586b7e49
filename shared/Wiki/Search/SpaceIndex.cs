using System.Collections.Immutable;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;
using Onbehalf.Sources.Sqlite;

namespace Onbehalf.Wiki.Search;

/// <summary>
/// The full-text index of the spaces of one search, in a private in-memory database. Ranks and counts use these pages only, so other pages have
/// no influence. It serves one caller at a time. Each statement enters the engine's lane, so its memory is not counted for any query.
/// </summary>
internal sealed class SpaceIndex : IDisposable
{
    // IndexedWords has already split and folded the words. The engine splits at spaces and stems.
    private const string Schema = """
        CREATE VIRTUAL TABLE pages USING fts5(
            title, body, content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'");
        INSERT INTO pages(pages, rank) VALUES ('rank', 'bm25(5.0, 1.0)');
        CREATE TABLE texts(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
        """;

    private const string Exact = "FROM pages WHERE pages MATCH $words";

    private readonly SqliteConnection _database = new("Data Source=:memory:");
    private readonly Dictionary<string, Indexed> _pages = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _rows = [];
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<SpaceId, string> _stamps = [];
    private readonly long _mostCharacters;
    private long _characters;
    private long _nextRow;

    public SpaceIndex(long mostCharacters)
    {
        _mostCharacters = mostCharacters;
        using (SqliteLane.Hold())
            _database.Open();
        Run(Schema);
        _vocabulary = new(_database);
    }

    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The number of running and waiting callers, counted under the lock of <see cref="WikiSearch"/>.</summary>
    public int Askers { get; set; }

    /// <summary>The size of pages and vocabulary. The maximum is the limit plus the titles.</summary>
    public long Characters => _characters + _vocabulary.Characters;

    /// <summary>
    /// Updates the spaces whose stamp has changed. Stamps are read concurrently and before the pages, so the next refresh sees a concurrent write.
    /// </summary>
    public async Task RefreshAsync(TableClient table, IReadOnlyList<WikiSpace> spaces, CancellationToken cancellation)
    {
        var stamps = await Task.WhenAll(spaces.Select(space => StampAsync(table, space.Id, cancellation)));
        foreach (var (space, stamp) in spaces.Zip(stamps))
        {
            if (_stamps.GetValueOrDefault(space.Id) == stamp)
                continue;
            await (_stamps.ContainsKey(space.Id) ? CatchUpAsync(table, space.Id, cancellation) : FillAsync(table, space.Id, cancellation));
            _stamps[space.Id] = stamp;
        }
    }

    /// <summary>
    /// Returns a page of the result. Pages with a word in its typed form precede all pages with a part or another spelling, regardless of rank.
    /// </summary>
    public ImmutableArray<SearchHit> Find(SearchWords words, int skip, int take)
    {
        var rows = Rows($"SELECT rowid {Exact} ORDER BY rank LIMIT $take OFFSET $skip", words.Exact, "", skip, take);
        var loose = rows.Count < take ? SearchWords.Any([.. words.Loose, .. words.Inside.SelectMany(_vocabulary.With).Select(SearchWords.Quoted)]) : "";
        if (loose.Length > 0)
        {
            var exact = rows.Count > 0 || skip == 0 ? skip + rows.Count : (int)Rows($"SELECT count(*) {Exact}", words.Exact, "", 0, 0)[0];
            rows.AddRange(Rows(
                $"SELECT rowid FROM pages WHERE pages MATCH $loose AND rowid NOT IN (SELECT rowid {Exact}) ORDER BY rank LIMIT $take OFFSET $skip",
                words.Exact,
                loose,
                Math.Max(0, skip - exact),
                take - rows.Count));
        }

        return [.. rows.Select(row => new SearchHit(_pages[_rows[row]].Head, Passage.Of(Text(row), words.Needles)))];
    }

    /// <summary>Returns whether a page contains at least half of the words, because a single match does not answer a question of six words.</summary>
    public bool Answers(SearchWords words)
    {
        var each = words.Each;
        using var held = SqliteLane.Hold();
        using var command = _database.CreateCommand();
        var matches = string.Join(" UNION ALL ", each.Select(static (_, i) => $"SELECT rowid AS id FROM pages WHERE pages MATCH $w{i}"));
        command.CommandText = $"SELECT 1 FROM ({matches}) GROUP BY id HAVING count(*) * 2 >= {each.Length} LIMIT 1";
        for (var i = 0; i < each.Length; i++)
            command.Parameters.AddWithValue($"$w{i}", each[i]);
        return command.ExecuteScalar() is not null;
    }

    public IEnumerable<PageHead> Titled(string title) =>
        _pages
            .Values.Where(page => string.Equals(page.Head.Title, title, StringComparison.OrdinalIgnoreCase))
            .Select(static page => page.Head)
            .OrderBy(static head => head.Id.Value, StringComparer.Ordinal);

    public void Dispose()
    {
        _database.Dispose();
        Turn.Dispose();
    }

    private static async Task<string> StampAsync(TableClient table, SpaceId space, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(space.Value, WikiRows.Stamp, cancellationToken: cancellation);
        return found.HasValue ? found.Value!.GetString("Value") : "";
    }

    private async Task FillAsync(TableClient table, SpaceId space, CancellationToken cancellation)
    {
        var pages = new List<WikiPage>();
        await foreach (var row in table.QueryAsync<TableEntity>(Pages(space), cancellationToken: cancellation))
            pages.Add(WikiRows.ReadPage(row));
        Run("BEGIN");
        foreach (var page in pages)
            Put(page);
        Run("COMMIT");
    }

    private async Task CatchUpAsync(TableClient table, SpaceId space, CancellationToken cancellation)
    {
        var moved = new List<PageHead>();
        await foreach (var row in table.QueryAsync<TableEntity>(Pages(space), select: WikiRows.HeadColumns, cancellationToken: cancellation))
        {
            var head = WikiRows.ReadHead(row);
            if (_pages.GetValueOrDefault(head.Id.Value) is not { } known || known.Head.Version != head.Version)
                moved.Add(head);
        }

        foreach (var head in moved)
            Put(WikiRows.ReadPage((await table.GetEntityAsync<TableEntity>(space.Value, WikiRows.PageKey(head.Id), cancellationToken: cancellation)).Value));
    }

    /// <summary>
    /// Adds or replaces a page. Near the limit, its words are not added to the vocabulary, so only whole words match. Beyond the limit, only its
    /// title is indexed.
    /// </summary>
    internal void Put(WikiPage page)
    {
        var row = ++_nextRow;
        if (_pages.TryGetValue(page.Id.Value, out var before))
            Remove(before);

        var (titled, words) = (IndexedWords.Of(page.Title), IndexedWords.Of(page.Text));
        var body = Characters + Math.Max(page.Text.Length, words.Length) > _mostCharacters ? "" : page.Text;
        words = body.Length == 0 ? "" : words;
        Run("INSERT INTO pages(rowid, title, body) VALUES ($row, $title, $body)", ("$row", row), ("$title", titled), ("$body", words));
        Run("INSERT INTO texts(id, text) VALUES ($row, $text)", ("$row", row), ("$text", body));
        var characters = Math.Max(body.Length, words.Length) + page.Title.Length;
        _characters += characters;
        var hasParts = Characters + Vocabulary.SizeOf(titled, words) <= _mostCharacters;
        if (hasParts)
            _vocabulary.Add(titled, words);
        _pages[page.Id.Value] = new(page.Head, row, characters, hasParts);
        _rows[row] = page.Id.Value;
    }

    private void Remove(Indexed page)
    {
        if (page.HasParts)
            _vocabulary.Remove(IndexedWords.Of(page.Head.Title), IndexedWords.Of(Text(page.Row)));
        Run("DELETE FROM pages WHERE rowid = $row", ("$row", page.Row));
        Run("DELETE FROM texts WHERE id = $row", ("$row", page.Row));
        _rows.Remove(page.Row);
        _characters -= page.Characters;
    }

    private List<long> Rows(string sql, string words, string loose, int skip, int take)
    {
        using var held = SqliteLane.Hold();
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$words", words);
        command.Parameters.AddWithValue("$loose", loose);
        command.Parameters.AddWithValue("$take", take);
        command.Parameters.AddWithValue("$skip", skip);
        using var found = command.ExecuteReader();
        var rows = new List<long>();
        while (found.Read())
            rows.Add(found.GetInt64(0));
        return rows;
    }

    private string Text(long row)
    {
        using var held = SqliteLane.Hold();
        using var command = _database.CreateCommand();
        command.CommandText = "SELECT text FROM texts WHERE id = $row";
        command.Parameters.AddWithValue("$row", row);
        return (string)command.ExecuteScalar()!;
    }

    private void Run(string sql, params (string Name, object Value)[] values)
    {
        using var held = SqliteLane.Hold();
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private static string Pages(SpaceId space) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {space.Value} and RowKey ge {WikiRows.FirstPage} and RowKey lt {WikiRows.AfterPages}");

    /// <param name="HasParts">True if its words are in the vocabulary.</param>
    private sealed record Indexed(PageHead Head, long Row, long Characters, bool HasParts);
}
