using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Collects the conditions of a query with their descriptions.</summary>
internal sealed class Filters(ColumnFinder columns)
{
    private readonly List<Func<bool, string>> _conditions = [];
    private readonly List<string> _words = [];

    private (string Column, string Person)? _mine;

    /// <summary>Another person whose rows are wanted where only the speaker's own can match; null if there is none.</summary>
    public string? OfSomebodyElse { get; private set; }

    public string Words => _words.Count == 0 ? "" : $" {string.Join(", ", _words)}";

    public string Sql(bool qualified) => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions.Select(condition => condition(qualified)))}";

    /// <summary>Adds a condition. Returns false if the table has no comparable column.</summary>
    public bool Add(Condition condition)
    {
        if (condition.Operator is "empty" or "filled")
            return AddEmpty(condition.Column, condition.Operator == "empty");
        if (condition.Column.Length == 0 && columns.Table.Measure is null)
            return false;
        var column =
            condition.Column.Length > 0
                ? columns.Find(condition.Column)
                : new ColumnUse(columns.Table, columns.Table.Measure!.Name, columns.Table.Measure.Kind);
        if (column.Kind is ColumnKind.Number
            && condition.Operator != "contains"
            && (Numbers.Read(condition.Value) is null || (condition.Second is { } last && Numbers.Read(last) is null)))
            return false;
        if ((column.Kind is ColumnKind.Day && !DateOnly.TryParseExact(condition.Value, "yyyy-MM-dd", out _))
            || (condition.Operator == "contains" && column.Kind is not (ColumnKind.Text or null)))
            return false;
        _words.Add(condition.Second is { } second
            ? $"with {Said(column)} between {condition.Value} and {second}"
            : $"with {Said(column)} {Sign(condition.Operator)} {condition.Value}");
        _conditions.Add(qualified => Compare(column, condition, qualified));
        return true;
    }

    /// <summary>Adds values that exist in that column of the source.</summary>
    public void AddValues(ColumnUse column, IReadOnlyList<string> values, bool isNegated, bool isSure)
    {
        var said = string.Join(" or ", values);
        if (!isNegated
            && column.Table == columns.Table
            && _mine is { } mine
            && mine.Column == column.Name
            && !values.Contains(mine.Person, StringComparer.OrdinalIgnoreCase))
            OfSomebodyElse = said;
        _words.Add(isSure ? $"{(isNegated ? "other than" : "for")} {said}" : $"with {Said(column)} {(isNegated ? "other than " : "")}{said}");
        _conditions.Add(qualified =>
        {
            var name = $"lower({column.Sql(qualified)})";
            var literals = string.Join(", ", values.Select(static value => Word.Literal(value.ToLowerInvariant())));
            return (isNegated, values.Count) switch
            {
                (false, 1) => $"{name} = {literals}",
                (false, _) => $"{name} IN ({literals})",
                (true, _) => $"({name} NOT IN ({literals}) OR {column.Sql(qualified)} IS NULL)",
            };
        });
    }

    private bool AddEmpty(string words, bool isEmpty)
    {
        var column = columns.Own(words) ?? columns.Own($"{words} id");
        if (column is null)
            return false;
        _words.Add($"{(isEmpty ? "without" : "with")} a {words}");
        _conditions.Add(qualified => $"{column.Sql(qualified)} IS {(isEmpty ? "" : "NOT ")}NULL");
        return true;
    }

    public void AddId(ColumnUse id, string number)
    {
        _words.Add($"number {number}");
        _conditions.Add(qualified => $"{id.Sql(qualified)} = {number}");
    }

    /// <param name="isSaid">Whether the question says which of the table's dates it is about.</param>
    public void AddPeriod(Period period, ColumnUse day, bool isSaid)
    {
        _words.Add(isSaid ? period.Words : $"{period.Words} (by {Said(day)})");
        _conditions.Add(qualified => string.Join(" AND ", new[]
        {
            period.From is { } from ? $"{day.Sql(qualified)} >= '{from:yyyy-MM-dd}'" : null,
            period.Before is { } before ? $"{day.Sql(qualified)} < '{before:yyyy-MM-dd}'" : null,
        }.OfType<string>()));
    }

    /// <summary>Adds the filter for open rows. Returns false if no date column defines it.</summary>
    public bool AddOpen(bool open)
    {
        if (columns.Table.Columns.FirstOrDefault(static column => column.Kind == ColumnKind.Day && column.Name.StartsWith("closed", StringComparison.Ordinal))
            is not { } closed)
            return false;
        _words.Add(open ? "that are open" : "that are closed");
        _conditions.Add(qualified => $"{new ColumnUse(columns.Table, closed.Name, closed.Kind).Sql(qualified)} IS {(open ? "" : "NOT ")}NULL");
        return true;
    }

    /// <summary>Adds the filter for unsettled rows older than that day.</summary>
    public bool AddOverdue(DateOnly before)
    {
        if (columns.Own("status") is not { } status || columns.Table.FirstDay is not { } day)
        {
            return false;
        }

        _words.Add($"that are overdue (not settled after {QuestionReader.OverdueDays} days)");
        _conditions.Add(qualified =>
            $"lower({status.Sql(qualified)}) NOT IN ('paid', 'rejected', 'closed') AND {new ColumnUse(columns.Table, day.Name, day.Kind).Sql(qualified)} < '{before:yyyy-MM-dd}'"
        );
        return true;
    }

    public bool AddTeam(string speaker)
    {
        if (columns.Own("manager") is not { } manager)
        {
            return false;
        }

        _words.Add($"of {speaker}'s team");
        _conditions.Add(qualified => Equal(manager, speaker, qualified));
        return true;
    }

    public bool AddMine(string speaker)
    {
        if (columns.Table.Owner is not { } owner)
        {
            return false;
        }

        _mine = (owner.Name, speaker);
        _words.Add($"of {speaker}");
        _conditions.Add(qualified => Equal(new(columns.Table, owner.Name, owner.Kind), speaker, qualified));
        return true;
    }

    private static string Compare(ColumnUse column, Condition condition, bool qualified)
    {
        var name = column.Sql(qualified);
        return condition.Operator switch
        {
            "between" => $"{name} BETWEEN {Value(column, condition.Value)} AND {Value(column, condition.Second ?? condition.Value)}",
            "contains" => $"lower({name}) LIKE {Word.Literal($"%{condition.Value.ToLowerInvariant()}%")}",
            "=" when column.Kind is ColumnKind.Text => Equal(column, condition.Value, qualified),
            "<>" when column.Kind is ColumnKind.Text => $"(lower({name}) <> {Word.Literal(condition.Value.ToLowerInvariant())} OR {name} IS NULL)",
            var sign => $"{name} {sign} {Value(column, condition.Value)}",
        };
    }

    private static string Equal(ColumnUse column, string value, bool qualified) => $"lower({column.Sql(qualified)}) = {Word.Literal(value.ToLowerInvariant())}";

    private static string Value(ColumnUse column, string typed) =>
        column.Kind is ColumnKind.Number or null && Numbers.Read(typed) is { } number ? Numbers.Sql(number)
        : column.Kind is ColumnKind.Boolean ? (typed is "true" or "yes" ? "true" : "false")
        : Word.Literal(typed);

    private static string Said(ColumnUse column) => column.Name.Replace('_', ' ');

    private static string Sign(string sign) => sign switch
    {
        "=" => "equal to",
        "<>" => "other than",
        ">" => "over",
        "<" => "under",
        ">=" => "of at least",
        "<=" => "of at most",
        _ => sign,
    };
}
