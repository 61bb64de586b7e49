using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Writes the SELECT. Names are quoted and come from the schema or as typed; the same text runs on PostgreSQL and SQLite.</summary>
internal sealed class SqlComposer(ColumnFinder columns, Filters filters)
{
    private KnownTable Table => columns.Table;

    private bool Qualified => columns.Joined is not null;

    public PlannedQuery Rank(ColumnUse by, bool highestFirst, int number)
    {
        var sql = $"SELECT {AllColumns(by)} FROM {From()}{filters.Sql(Qualified)} ORDER BY {by.Sql(Qualified)} {(highestFirst ? "DESC" : "ASC")} LIMIT {Text(number)}";
        var words = $"{(highestFirst ? "top" : "bottom")} {Text(number)} {Plain(Table.ShortName)} by {Plain(by.Name)}{filters.Words}";
        return new(Table.Source, sql, words, by.Kind is null ? by.Name : Table.ShortName, ResultShape.Rows, columns.KnowsAll);
    }

    public PlannedQuery List(ImmutableArray<ColumnUse> wanted, int number)
    {
        var listed = wanted.IsEmpty ? AllColumns(null) : string.Join(", ", wanted.Select(column => column.Sql(Qualified)));
        var order = Table.Column("id") is { } id ? $" ORDER BY {new ColumnUse(Table, id.Name, id.Kind).Sql(Qualified)}" : "";
        var sql = $"SELECT {listed} FROM {From()}{filters.Sql(Qualified)}{order} LIMIT {Text(number)}";
        return new(Table.Source, sql, $"{Plain(Table.ShortName)}{filters.Words}", Missing(wanted) ?? Table.ShortName, ResultShape.Rows, columns.KnowsAll);
    }

    public Planning Aggregate(Measure measure, ColumnUse? target, ImmutableArray<string> by, int? number)
    {
        target ??= measure is not Measure.Count && Table.Measure is { } own ? new ColumnUse(Table, own.Name, own.Kind) : null;
        if (measure is not Measure.Count && target is null)
        {
            return new Planning.Unclear($"{Plain(Table.ShortName)} has no number to take the {measure.ToString().ToLowerInvariant()} of.");
        }

        ImmutableArray<Grouping> groups = [.. by.Select(Group)];
        var value = Value(measure, target);
        var sql = $"SELECT {string.Join(", ", groups.Select(group => group.Selected(Qualified)).Append(value))} FROM {From()}{filters.Sql(Qualified)}";
        if (!groups.IsEmpty)
        {
            var places = string.Join(", ", Enumerable.Range(1, groups.Length).Select(Text));
            var valuePlace = Text(groups.Length + 1);
            sql += $" GROUP BY {places} ORDER BY {(groups.Any(static group => group.IsTime) ? places : $"{valuePlace} DESC, {places}")}";
        }

        sql += number is { } most && !groups.IsEmpty ? $" LIMIT {Text(most)}" : "";
        var subject = $"{Said(measure, target)}{(groups.IsEmpty ? "" : $" by {string.Join(" and ", by)}")}{filters.Words}";
        ImmutableArray<ColumnUse> used = [.. new[] { target }.OfType<ColumnUse>(), .. groups.Select(static group => group.Column)];
        return new Planning.Ready(new(Table.Source, sql, subject, Missing(used) ?? Table.ShortName, groups.IsEmpty ? ResultShape.Single : ResultShape.Groups, columns.KnowsAll));
    }

    private string Value(Measure measure, ColumnUse? target)
    {
        if (target is null || measure is Measure.Count)
        {
            return "count(*) AS \"count\"";
        }

        var column = target.Sql(Qualified);
        var (value, word) = measure switch
        {
            Measure.Sum => ($"sum({column})", "total"),
            Measure.Average => ($"round(avg({column}), 2)", "average"),
            Measure.Minimum => ($"min({column})", "lowest"),
            _ => ($"max({column})", "highest"),
        };
        return $"{value} AS {Word.Quoted($"{word}_{target.Name}")}";
    }

    private string Said(Measure measure, ColumnUse? target) => (measure, target) switch
    {
        (Measure.Count, _) or (_, null) => $"number of {Plain(Table.ShortName)}",
        (Measure.Sum, _) => $"total {Plain(target.Name)} of {Plain(Table.ShortName)}",
        (Measure.Average, _) => $"average {Plain(target.Name)} of {Plain(Table.ShortName)}",
        (Measure.Minimum, _) => $"lowest {Plain(target.Name)} of {Plain(Table.ShortName)}",
        _ => $"highest {Plain(target.Name)} of {Plain(Table.ShortName)}",
    };

    private Grouping Group(string words)
    {
        var length = Word.AsName(words) switch { "day" => 10, "month" => 7, "year" => 4, _ => 0 };
        var day = Table.Columns.FirstOrDefault(static column => column.Kind == ColumnKind.Day);
        return length > 0 && !columns.Knows(words) && day is not null
            ? new(new(Table, day.Name, day.Kind), Word.AsName(words), length)
            : new(columns.Find(words), null, 0);
    }

    private string From()
    {
        if (columns is not { Joined: { } joined, Via: { } via })
        {
            return Table.Quoted;
        }

        var left = new ColumnUse(Table, via.Column, null).Sql(qualified: true);
        var right = new ColumnUse(joined, via.TableColumn, null).Sql(qualified: true);
        return $"{Table.Quoted} JOIN {joined.Quoted} ON {left} = {right}";
    }

    private string AllColumns(ColumnUse? extra)
    {
        var all = Table.Columns.Select(static column => column.Name).ToList();
        var listed = all.Select(name => new ColumnUse(Table, name, null).Sql(Qualified));
        return string.Join(", ", extra is not null && (extra.Table != Table || !all.Contains(extra.Name)) ? listed.Append(extra.Sql(Qualified)) : listed);
    }

    /// <summary>A name the schema does not have, if there is one.</summary>
    private static string? Missing(ImmutableArray<ColumnUse> used) => used.FirstOrDefault(static column => column.Kind is null)?.Name;

    private static string Plain(string name) => name.Replace('_', ' ');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Grouping(ColumnUse Column, string? Time, int Length)
    {
        public bool IsTime => Time is not null;

        public string Selected(bool qualified) => Time is null
            ? Column.Sql(qualified)
            : string.Create(CultureInfo.InvariantCulture, $"substr(CAST({Column.Sql(qualified)} AS text), 1, {Length}) AS {Word.Quoted(Time)}");
    }
}
