using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Finds columns of one table by the words typed for them, and of at most one table it refers to.</summary>
internal sealed class ColumnFinder(KnownSchema schema, KnownTable table)
{
    public KnownTable Table => table;

    /// <summary>The reference that is joined along, once a column beyond it is used.</summary>
    public KnownReference? Via { get; private set; }

    public KnownTable? Joined { get; private set; }

    /// <summary>False once a column was asked for that the schema does not have.</summary>
    public bool KnowsAll { get; private set; } = true;

    public bool Knows(string words) => Own(words) is not null || Beyond(words) is not null;

    public ColumnUse Find(string words)
    {
        if (Own(words) is { } own)
        {
            return own;
        }

        if (Beyond(words) is { } beyond)
        {
            (Via, Joined) = (beyond.Via, beyond.Column.Table);
            return beyond.Column;
        }

        KnowsAll = false;
        return new(table, Word.AsName(words), null);
    }

    /// <summary>The longest run of words that is a column, with where it starts and how long it is.</summary>
    public (ColumnUse Column, int Start, int Length)? FindIn(IReadOnlyList<string> words)
    {
        for (var length = Math.Min(3, words.Count); length > 0; length--)
        {
            for (var start = 0; start + length <= words.Count; start++)
            {
                var run = string.Join(' ', words.Skip(start).Take(length));
                if (Knows(run))
                {
                    return (Find(run), start, length);
                }
            }
        }

        return null;
    }

    public ColumnUse? Own(string words) => table.Column(words) is { } column ? new ColumnUse(table, column.Name, column.Kind) : null;

    /// <summary>"customer" is the name of the customer referred to; "industry" is a column of theirs.</summary>
    private (ColumnUse Column, KnownReference Via)? Beyond(string words)
    {
        foreach (var reference in table.References.Where(reference => Via is null || reference == Via))
        {
            if (schema.Referenced(table, reference) is not { } target || target == table)
            {
                continue;
            }

            var names = Word.Same(target.ShortName, words) || Word.Same(reference.Column, words) || Word.Same(reference.Column, $"{words}_id");
            if ((names ? target.Column("name") : target.Column(words)) is { } column)
            {
                return (new(target, column.Name, column.Kind), reference);
            }
        }

        return null;
    }
}
