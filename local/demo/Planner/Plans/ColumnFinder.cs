using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Finds columns by typed words, in one table and in at most one referenced table.</summary>
internal sealed class ColumnFinder(KnownSchema schema, KnownTable table)
{
    private const string DateSuffix = " date";

    public KnownTable Table => table;

    /// <summary>The reference used for a join, once a column beyond it is used.</summary>
    public KnownReference? Via { get; private set; }

    public KnownTable? Joined { get; private set; }

    /// <summary>False once a requested column was not in the schema.</summary>
    public bool KnowsAll { get; private set; } = true;

    public bool Knows(string words) => Own(words) is not null || Beyond(words) is not null;

    public ColumnUse Find(string words)
    {
        if (Own(words) is { } own)
            return own;

        if (Beyond(words) is { } beyond)
        {
            (Via, Joined) = (beyond.Via, beyond.Column.Table);
            return beyond.Column;
        }

        KnowsAll = false;
        return new(table, Word.AsName(words), null);
    }

    /// <summary>Returns the number of words at a position that form a column, or 0.</summary>
    public int LengthAt(IReadOnlyList<string> words, int at)
    {
        for (var length = Math.Min(3, words.Count - at); length > 0; length--)
        {
            if (Knows(string.Join(' ', words.Skip(at).Take(length))))
                return length;
        }

        return 0;
    }

    public ColumnUse? Own(string words) => Named(words) is { } column ? new ColumnUse(table, column.Name, column.Kind) : null;

    /// <summary>Returns the text columns of the joined table, or of the tables that can be joined.</summary>
    public IEnumerable<(ColumnUse Column, KnownReference Via)> TextBeyond()
    {
        var reference = Via ?? table.References.FirstOrDefault(reference => schema.Referenced(table, reference) is { } target && target != table);
        return reference is not null && schema.Referenced(table, reference) is { } joined
            ? joined
                .Columns.Where(static column => column.Kind == ColumnKind.Text)
                .Select(column => (new ColumnUse(joined, column.Name, column.Kind), reference))
            : [];
    }

    public void Join(ColumnUse column, KnownReference via) => (Via, Joined) = (via, column.Table);

    private KnownColumn? Named(string words) => table.Column(words)
        ?? (Keywords.IsSize(words) ? table.Measure : null)
        ?? (Tokens.Is(words, DateSuffix.Trim()) ? table.FirstDay : null)
        ?? (words.EndsWith(DateSuffix, StringComparison.OrdinalIgnoreCase) ? DayWords.Named(table, words[..^DateSuffix.Length]) : null);

    /// <summary>Finds a column in a referenced table: "customer" is its name column, "industry" another of its columns.</summary>
    private (ColumnUse Column, KnownReference Via)? Beyond(string words)
    {
        foreach (var reference in table.References.Where(reference => Via is null || reference == Via))
        {
            if (schema.Referenced(table, reference) is not { } target || target == table)
                continue;

            var names = Word.Same(target.ShortName, words) || Word.Same(reference.Column, words) || Word.Same(reference.Column, $"{words}_id");
            if ((names ? target.Column("name") : target.Column(words)) is { } column)
                return (new(target, column.Name, column.Kind), reference);
        }

        return null;
    }
}
