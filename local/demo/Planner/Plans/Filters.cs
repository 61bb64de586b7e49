using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Collects the conditions of a query, each with the words that say it.</summary>
internal sealed class Filters(ColumnFinder columns)
{
    private static readonly string[] Categories = ["region", "department", "category", "stage", "status", "priority", "industry", "type", "owner", "assignee", "employee", "manager"];
    private static readonly string[] Owners = ["owner", "assignee", "employee", "login"];

    private readonly List<Func<bool, string>> _conditions = [];
    private readonly List<string> _words = [];

    public string Words => _words.Count == 0 ? "" : $" {string.Join(", ", _words)}";

    public string Sql(bool qualified) => _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions.Select(condition => condition(qualified)))}";

    public void Add(Condition condition)
    {
        var column = condition.Column.Length > 0 ? columns.Find(condition.Column)
            : columns.Table.Measure is { } measure ? new ColumnUse(columns.Table, measure.Name, measure.Kind)
            : columns.Find("amount");
        _words.Add(condition.Second is { } second
            ? $"with {Said(column)} between {condition.Value} and {second}"
            : $"with {Said(column)} {Sign(condition.Operator)} {condition.Value}");
        _conditions.Add(qualified => Compare(column, condition, qualified));
    }

    /// <summary>A value without a column: in capitals and short it is a region; otherwise any column that sorts rows into kinds may have it.</summary>
    public void AddLoose(string value)
    {
        ColumnUse[] candidates = value.Length is >= 3 and <= 5 && value.All(char.IsAsciiLetterUpper) && columns.Own("region") is { } region
            ? [region]
            : [.. Categories.Select(columns.Own).OfType<ColumnUse>().Where(static column => column.Kind == ColumnKind.Text)];
        _words.Add($"for {value}");
        if (candidates.Length == 0)
        {
            candidates = [columns.Find("name")];
        }

        _conditions.Add(qualified => candidates.Length == 1
            ? Equal(candidates[0], value, qualified)
            : $"({string.Join(" OR ", candidates.Select(column => Equal(column, value, qualified)))})");
    }

    public void AddPeriod(Period period, ColumnUse day)
    {
        _words.Add(period.Words);
        _conditions.Add(qualified => string.Join(" AND ", new[]
        {
            period.From is { } from ? $"{day.Sql(qualified)} >= '{from:yyyy-MM-dd}'" : null,
            period.Before is { } before ? $"{day.Sql(qualified)} < '{before:yyyy-MM-dd}'" : null,
        }.OfType<string>()));
    }

    /// <summary>False when the table does not say what is open.</summary>
    public bool AddOpen(bool open)
    {
        _words.Add(open ? "that are open" : "that are closed");
        var table = columns.Table;
        if (table.Columns.FirstOrDefault(static column => column.Kind == ColumnKind.Day && column.Name.StartsWith("closed", StringComparison.Ordinal)) is { } closed)
        {
            _conditions.Add(qualified => $"{new ColumnUse(table, closed.Name, closed.Kind).Sql(qualified)} IS {(open ? "" : "NOT ")}NULL");
            return true;
        }

        if (columns.Own("status") is { } status)
        {
            _conditions.Add(qualified => Equal(status, open ? "open" : "closed", qualified));
            return true;
        }

        return false;
    }

    /// <summary>Not settled, and older than that day.</summary>
    public bool AddOverdue(DateOnly before)
    {
        if (columns.Own("status") is not { } status || columns.Table.Columns.FirstOrDefault(static column => column.Kind == ColumnKind.Day) is not { } day)
        {
            return false;
        }

        _words.Add("that are overdue");
        _conditions.Add(qualified => $"lower({status.Sql(qualified)}) NOT IN ('paid', 'rejected', 'closed') AND {new ColumnUse(columns.Table, day.Name, day.Kind).Sql(qualified)} < '{before:yyyy-MM-dd}'");
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
        if (Owners.Select(columns.Own).OfType<ColumnUse>().FirstOrDefault() is not { } owner)
        {
            return false;
        }

        _words.Add($"of {speaker}");
        _conditions.Add(qualified => Equal(owner, speaker, qualified));
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
            "<>" when column.Kind is ColumnKind.Text => $"lower({name}) <> {Word.Literal(condition.Value.ToLowerInvariant())}",
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
