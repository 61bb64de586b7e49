using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Onbehalf.Sources.Sqlite;

namespace Onbehalf.Wiki.Search;

/// <summary>
/// The longer words of an index's pages, in a trigram index. A word is removed with its last page, so results depend on the current pages only.
/// </summary>
internal sealed class Vocabulary
{
    private const int Shortest = 4;
    private const int MostLike = 16;

    /// <summary>The memory per word and per letter, in characters of a page.</summary>
    private const int PerWord = 40;
    private const int PerLetter = 4;

    private readonly SqliteConnection _database;
    private readonly Dictionary<string, Known> _words = new(StringComparer.Ordinal);
    private long _nextRow;

    public Vocabulary(SqliteConnection database)
    {
        _database = database;
        Run("CREATE VIRTUAL TABLE vocabulary USING fts5(word, tokenize = 'trigram')", "", 0);
    }

    /// <summary>The vocabulary's share of the index's limit.</summary>
    public long Characters { get; private set; }

    /// <summary>Returns the maximum growth of <see cref="Characters"/> through these texts.</summary>
    public static long SizeOf(params IEnumerable<string> texts) => texts.SelectMany(Long).Sum(OfWord);

    public void Add(params IEnumerable<string> texts)
    {
        foreach (var word in texts.SelectMany(Long))
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, word, out var exists);
            known = exists ? known with { Uses = known.Uses + 1 } : new(++_nextRow, 1);
            if (exists)
                continue;
            Characters += OfWord(word);
            Run("INSERT INTO vocabulary(rowid, word) VALUES ($row, $word)", word, known.Row);
        }
    }

    public void Remove(params IEnumerable<string> texts)
    {
        foreach (var word in texts.SelectMany(Long))
        {
            var known = _words[word];
            if (known.Uses > 1)
            {
                _words[word] = known with { Uses = known.Uses - 1 };
                continue;
            }

            _words.Remove(word);
            Characters -= OfWord(word);
            Run("DELETE FROM vocabulary WHERE rowid = $row", word, known.Row);
        }
    }

    /// <summary>
    /// Returns words that start with the part, then words that end with it, then words around it. A part of three letters matches as a prefix only.
    /// </summary>
    public IReadOnlyList<string> With(string part)
    {
        using var held = SqliteLane.Hold();
        using var command = _database.CreateCommand();
        command.CommandText = """
            SELECT word FROM vocabulary WHERE word MATCH '"' || $part || '"' AND ($inner OR instr(word, $part) = 1)
            ORDER BY instr(word, $part) <> 1, instr(word, $part) + length($part) <= length(word), length(word), word LIMIT $most
            """;
        command.Parameters.AddWithValue("$part", part);
        command.Parameters.AddWithValue("$inner", part.Length >= Shortest);
        command.Parameters.AddWithValue("$most", MostLike);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(rows.GetString(0));
        return found;
    }

    private void Run(string sql, string word, long row)
    {
        using var held = SqliteLane.Hold();
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$word", word);
        command.Parameters.AddWithValue("$row", row);
        command.ExecuteNonQuery();
    }

    private static long OfWord(string word) => PerWord + (PerLetter * word.Length);

    private static IEnumerable<string> Long(string words) => words.Split(' ').Where(static word => word.Length >= Shortest).Distinct(StringComparer.Ordinal);

    private readonly record struct Known(long Row, int Uses);
}
