using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Schema;

/// <summary>The schema from the speaker's own data description. Every identifier in the planner's SQL is from it, or was typed by the speaker.</summary>
internal sealed record KnownSchema(ImmutableArray<KnownTable> Tables)
{
    public static readonly KnownSchema Nothing = new([]);

    public KnownTable? Named(string words) => Tables.FirstOrDefault(table => Word.Same(table.ShortName, words));

    /// <summary>Returns whether a table has a column of that name. Views are ignored, because their aggregates have the same names.</summary>
    public bool HasColumn(string words) => Tables.Any(table => table.Column("id") is not null && table.Column(words) is not null);

    /// <summary>Returns whether a date column matches: "hire date".</summary>
    public bool HasDay(string words) =>
        words.EndsWith(" date", StringComparison.OrdinalIgnoreCase) && Tables.Any(table => DayWords.Named(table, words[..^" date".Length]) is not null);

    /// <summary>Returns whether a table has a text column with that name whose values repeat.</summary>
    public bool HasCategory(string words) => HasKind(words)
        && Tables.Any(table => table.Column("id") is not null && table.Column(words) is { Kind: ColumnKind.Text, Name: not ("name" or "title" or "subject") });

    public bool HasNumber(string words) => Tables.Any(table => table.Column("id") is not null && table.Column(words) is { Kind: ColumnKind.Number });

    /// <summary>Returns whether the word is a category, and not a person who owns rows.</summary>
    public bool HasKind(string words) => Tables.Any(table => table.Column("id") is not null && table.Column(words) is { } column && column != table.Owner);

    /// <summary>Returns whether a table, a column or the target of a reference has that name.</summary>
    public bool IsName(string words) =>
        Tables.Any(table =>
            Word.Same(table.ShortName, words) || table.Columns.Any(column => Word.Same(column.Name, words) || Word.Same(column.Name, $"{words}_id")));

    public KnownTable? Referenced(KnownTable from, KnownReference reference) =>
        Tables.FirstOrDefault(table => table.Source == from.Source && (table.Name == reference.Table || table.ShortName == reference.Table));
}

/// <summary><paramref name="Name"/> may be qualified with a schema: <c>company.deals</c>.</summary>
internal sealed record KnownTable(string Source, string Name, ImmutableArray<KnownColumn> Columns, ImmutableArray<KnownReference> References)
{
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    public string Quoted => string.Join('.', Name.Split('.').Select(Word.Quoted));

    public KnownColumn? Column(string words) => Columns.FirstOrDefault(column => Word.Same(column.Name, words));

    public KnownColumn? FirstDay => Columns.FirstOrDefault(static column => column.Kind == ColumnKind.Day);

    /// <summary>The column with the owner of a row.</summary>
    public KnownColumn? Owner =>
        ((string[])["owner", "assignee", "employee", "login"]).Select(Column).FirstOrDefault(static column => column?.Kind is ColumnKind.Text);

    public KnownReference? Reference(string column) => References.FirstOrDefault(reference => reference.Column == column);

    /// <summary>The default ranking column: the first number that is neither a key nor a reference.</summary>
    public KnownColumn? Measure => Columns.FirstOrDefault(column =>
        column.Kind == ColumnKind.Number && column.Name != "id" && !column.Name.EndsWith("_id", StringComparison.Ordinal) && Reference(column.Name) is null);
}

internal sealed record KnownReference(string Column, string Table, string TableColumn);

internal sealed record KnownColumn(string Name, ColumnKind Kind);

internal enum ColumnKind
{
    Text,
    Number,
    Day,
    Boolean,
}
