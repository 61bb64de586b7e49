using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Composes the SELECT. Names are quoted and come from the schema or as typed. The same SQL runs on PostgreSQL and SQLite.</summary>
internal sealed class SqlComposer(ColumnFinder columns, Filters filters, ColumnUse? day)
{
    public Presentation Presentation { get; init; }

    public Sorting? Sorting { get; init; }

    public Measure? Superlative { get; init; }

    private KnownTable Table => columns.Table;

    private bool Qualified => columns.Joined is not null;

    public Planning Rank(ColumnUse by, bool highestFirst, int number)
    {
        if (by.Kind is ColumnKind.Text or ColumnKind.Boolean)
            return new Planning.Unclear($"{Plain(Table.ShortName)} cannot be ranked by {Plain(by.Name)}: it is no number and no date.");
        var direction = $"{(highestFirst ? "DESC" : "ASC")}{EmptyLast(by)}";
        var sql = $"SELECT {AllColumns(by)} FROM {From()}{filters.Sql(Qualified)} ORDER BY {by.Sql(Qualified)} {direction} LIMIT {Text(number)}";
        var isDay = by.Kind is ColumnKind.Day;
        var order = isDay ? (highestFirst ? "latest" : "oldest") : highestFirst ? "top" : "bottom";
        var words = $"{order} {Text(number)} {Plain(Table.ShortName)} by {Plain(by.Name)}{filters.Words}";
        var first = isDay ? (highestFirst ? "latest" : "earliest") : highestFirst ? "highest" : "lowest";
        var query = Ready(sql, words, by.Kind is null ? by.Name : Table.ShortName, ResultShape.Rows, null);
        return new Planning.Ready(number == 1 ? query with { Ranked = new(by.Name, first, $"{Plain(Table.ShortName)}{filters.Words}") } : query);
    }

    public Planning List(ImmutableArray<ColumnUse> wanted, int? number)
    {
        var listed = wanted.IsEmpty ? AllColumns(null) : string.Join(", ", wanted.Select(column => column.Sql(Qualified)));

        // "which regions are there": distinct values.
        var isDistinct = !wanted.IsEmpty && wanted.All(static column => column.Kind is ColumnKind.Text && column.Name is not ("name" or "title" or "subject"));
        var order = isDistinct
            ? " ORDER BY 1"
            : Order() ?? (Table.Column("id") is { } id ? $" ORDER BY {new ColumnUse(Table, id.Name, id.Kind).Sql(Qualified)}" : "");
        var sql =
            $"SELECT {(isDistinct ? "DISTINCT " : "")}{listed} FROM {From()}{filters.Sql(Qualified)}{order}{(number is { } most ? $" LIMIT {Text(most)}" : "")}";
        var subject = wanted.IsEmpty
            ? Plain(Table.ShortName)
            : $"{string.Join(" and ", wanted.Select(static column => Plain(column.Name)))} of {Plain(Table.ShortName)}";
        return new Planning.Ready(
            Ready(sql, $"{subject}{filters.Words}", Missing(wanted) ?? Table.ShortName, isDistinct ? ResultShape.Values : ResultShape.Rows, number));
    }

    public Planning Aggregate(Measure measure, ColumnUse? target, ImmutableArray<string> by, int? number)
    {
        if (target is null && measure is Measure.Sum or Measure.Average && Table.Measure is { } other && !Keywords.IsAmount(other.Name))
            return new Planning.Unclear(
                $"I can count {Plain(Table.ShortName)}, or take the {measure.ToString().ToLowerInvariant()} of their {Plain(other.Name)}: say which.");
        target ??= measure is not Measure.Count && Table.Measure is { } own ? new ColumnUse(Table, own.Name, own.Kind) : null;
        if (measure is Measure.Sum && target is null)
            measure = Measure.Count;
        if (measure is not Measure.Count && target is null)
            return new Planning.Unclear($"{Plain(Table.ShortName)} have no number to take the {measure.ToString().ToLowerInvariant()} of.");
        if (measure is Measure.Count && target is not null)
            return new Planning.Unclear($"I can count {Plain(Table.ShortName)}, not their {Plain(target.Name)}.");
        if (measure is Measure.Minimum or Measure.Maximum && target?.Kind is ColumnKind.Text or ColumnKind.Boolean)
            return new Planning.Unclear($"{Plain(target!.Name)} is no number and no date, so it has no {(measure is Measure.Minimum ? "lowest" : "highest")}.");
        if (measure is Measure.Sum or Measure.Average && target?.Kind is ColumnKind.Text or ColumnKind.Day or ColumnKind.Boolean)
            return new Planning.Unclear($"{Plain(target!.Name)} is not a number, so I cannot take the {measure.ToString().ToLowerInvariant()} of it.");
        if (by.Any(static group => Tokens.Is(group, "week")))
            return new Planning.Unclear("I can group by day, month, quarter and year, not by week.");
        if (by.Any(static group => Keywords.IsTime(group)) && day is null)
            return new Planning.Unclear($"{Plain(Table.ShortName)} have no date to group by.");

        ImmutableArray<Grouping> groups = [.. by.Select(Group)];
        var isAscending = Superlative is Measure.Minimum || Sorting is { Column.Length: 0, Descending: false };
        var value = Value(measure, target);
        var sql = $"SELECT {string.Join(", ", groups.Select(group => group.Selected(Qualified)).Append(value))} FROM {From()}{filters.Sql(Qualified)}";
        var isRanked = false;
        if (!groups.IsEmpty)
        {
            var places = string.Join(", ", Enumerable.Range(1, groups.Length).Select(Text));
            var isByTime = groups.Any(static group => group.IsTime) && Superlative is null && Sorting is null;
            var named = isByTime ? places : SortedGroups(by);
            isRanked = named is null;
            sql += $" GROUP BY {places} ORDER BY {named ?? $"{Text(groups.Length + 1)} {(isAscending ? "ASC" : "DESC")}, {places}"}";
        }

        sql += number is { } most && !groups.IsEmpty ? $" LIMIT {Text(most)}" : "";
        var subject = $"{Said(measure, target)}{(groups.IsEmpty ? "" : $" by {string.Join(" and ", by)}")}{filters.Words}";
        ImmutableArray<ColumnUse> used = [.. new[] { target }.OfType<ColumnUse>(), .. groups.Select(static group => group.Column)];
        var query = Ready(sql, subject, Missing(used) ?? Table.ShortName, groups.IsEmpty ? ResultShape.Single : ResultShape.Groups, null);
        return new Planning.Ready(query with { IsAscending = isAscending, IsRanked = isRanked });
    }

    public static string Joined(KnownTable table, KnownTable joined, KnownReference via)
    {
        var left = new ColumnUse(table, via.Column, null).Sql(qualified: true);
        var right = new ColumnUse(joined, via.TableColumn, null).Sql(qualified: true);
        return $"{table.Quoted} JOIN {joined.Quoted} ON {left} = {right}";
    }

    private PlannedQuery Ready(string sql, string subject, string asked, ResultShape shape, int? limit) =>
        new(Table.Source, sql, subject, asked, shape, columns.KnowsAll) { Presentation = Presentation, Limit = limit };

    /// <summary>Returns the requested order of a list, or null for the default.</summary>
    private string? Order()
    {
        if (Sorting is not { } sorting)
            return null;
        var by = sorting.Column.Length > 0 ? columns.Find(sorting.Column)
            : sorting.ByDay && Table.FirstDay is { } first ? new ColumnUse(Table, first.Name, first.Kind)
            : Table.Measure is { } measure ? new ColumnUse(Table, measure.Name, measure.Kind)
            : null;
        var isDescending = sorting.Descending ?? by?.Kind is ColumnKind.Number or ColumnKind.Day;
        return by is null ? null : $" ORDER BY {by.Sql(Qualified)} {(isDescending ? "DESC" : "ASC")}{EmptyLast(by)}";
    }

    /// <summary>Puts rows without the date last: an open deal is not the latest closed one.</summary>
    private string EmptyLast(ColumnUse by) => by.Kind is ColumnKind.Day && by.Name != Table.FirstDay?.Name ? " NULLS LAST" : "";

    /// <summary>Returns the order of groups by one of their columns.</summary>
    private string? SortedGroups(ImmutableArray<string> by)
    {
        var place = Sorting is { Column.Length: > 0 } sorting ? by.ToList().FindIndex(group => Word.Same(group, sorting.Column)) : -1;
        return place < 0 ? null : $"{Text(place + 1)} {(Sorting!.Descending == true ? "DESC" : "ASC")}";
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

    private Grouping Group(string words) => Keywords.IsTime(words) && !columns.Knows(words) && day is not null
        ? new(day, Word.AsName(words))
        : new(columns.Find(words), null);

    private string From() => columns is { Joined: { } joined, Via: { } via } ? Joined(Table, joined, via) : Table.Quoted;

    private string AllColumns(ColumnUse? extra)
    {
        var all = Table.Columns.Select(static column => column.Name).ToList();
        var listed = all.Select(name => new ColumnUse(Table, name, null).Sql(Qualified));
        return string.Join(", ", extra is not null && (extra.Table != Table || !all.Contains(extra.Name)) ? listed.Append(extra.Sql(Qualified)) : listed);
    }

    /// <summary>Returns the first name that is not in the schema, or null.</summary>
    private static string? Missing(ImmutableArray<ColumnUse> used) => used.FirstOrDefault(static column => column.Kind is null)?.Name;

    private static string Plain(string name) => name.Replace('_', ' ');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Grouping(ColumnUse Column, string? Time)
    {
        public bool IsTime => Time is not null;

        public string Selected(bool qualified)
        {
            if (Time is null)
                return Column.Sql(qualified);
            var text = $"CAST({Column.Sql(qualified)} AS text)";
            var period = Time switch
            {
                "day" => $"substr({text}, 1, 10)",
                "month" => $"substr({text}, 1, 7)",
                "year" => $"substr({text}, 1, 4)",
                _ => $"substr({text}, 1, 4) || '-Q' || CAST((CAST(substr({text}, 6, 2) AS integer) + 2) / 3 AS text)",
            };
            return $"{period} AS {Word.Quoted(Time)}";
        }
    }
}
