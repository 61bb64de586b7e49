using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Schema;
using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>
/// Drafts a list or board with the rows of a query as its items: those that the speaker may read, at most 20. An item is a copy; the answer says so.
/// </summary>
internal static partial class Filling
{
    private const int Most = 20;
    private const int MostColumns = 5;
    private const int LongestValue = 500;

    private static readonly string[] Titles = ["name", "title", "subject", "employee_name", "description"];

    /// <summary>Returns the look-up of the rows, the call or the answer. Null if the rows cannot be read.</summary>
    public static ChatAnswer? Step(Asked asked, ArtifactWish.Make make, Planned planned)
    {
        var query = Limited(asked, planned);
        if (asked.LookedUp(query.Source, query.Sql) is not { } result)
            return asked.Offers("query_data") ? Say.LookUp((query.Source, query.Sql)) : null;
        if (result is not ResultText.Rows { Columns.IsEmpty: false } rows)
            return null;
        var title = make.Title ?? (make.Subject.Length > 0 ? NewArtifact.Title(make) : Drafted.Capital(query.Subject));
        var columns = Columns(rows, make);
        var ops = new JsonArray();
        AddFields(ops, make, columns, out var named);
        var count = AddItems(ops, rows, columns);
        var told = count == 0 ? $"there are no {query.Subject} that you may see, so it is empty"
            : count < rows.Count || rows.Cut ? $"it has the first {count} {query.Subject}; there are more"
            : $"it has {(count == 1 ? "the one row" : $"all {count} rows")} of the {query.Subject} that you may see";
        return new Drafted(
            make.Form,
            title,
            ops,
            $"a {make.Form.Name} with {FieldOps.Listed([.. named.Select(static field => field.Name.ToLowerInvariant())])}; {told}. The items are copies of today’s rows.",
            FieldOps.Next(named)).Step(asked);
    }

    /// <summary>Reads one row more than is copied, to know whether there are more.</summary>
    private static PlannedQuery Limited(Asked asked, Planned planned) =>
        planned is { Question: { Number: null, Measure: Measure.List or null, By.IsEmpty: true } question, Query: { } query }
        && Planned.PlanOf(asked, question with { Number = Most + 1, All = false }) is Planning.Ready { Query: { IsKnown: true } limited }
            ? limited with { Subject = query.Subject }
            : planned.Query!;

    private static ImmutableArray<Column> Columns(ResultText.Rows rows, ArtifactWish.Make make)
    {
        ImmutableArray<Column> all =
        [
            .. rows.Columns.Select((name, place) => new Column(name, place, TypeOf([.. rows.Cells.Select(row => place < row.Length ? row[place] : "null")]))),
        ];
        var title = Titles.Select(wanted => all.FirstOrDefault(column => column.Name == wanted)).FirstOrDefault(static column => column is not null)
            ?? all.FirstOrDefault(static column => column.Type == "text" && column.Name != "id") ?? all[0];
        var others = all.Where(column => column != title);
        return make.Fields.IsEmpty
            ? [title, .. others.Where(static column => column.IsWorthShowing).Take(MostColumns)]
            : [title, .. others.Where(column => make.Fields.Any(column.IsNamed))];
    }

    /// <summary>Adds a field for each column, and one for each name that is no column. The fields of the template that nobody asked for go.</summary>
    private static void AddFields(JsonArray ops, ArtifactWish.Make make, ImmutableArray<Column> columns, out ImmutableArray<FieldWords> named)
    {
        ImmutableArray<string> missing = [.. make.Fields.Where(name => !columns.Any(column => column.IsNamed(name)))];
        var (others, rest) = FieldOps.Of(make with { Fields = missing.IsEmpty ? ["title"] : missing });
        foreach (var op in others)
            ops.Add(op!.DeepClone());
        ops.Add(new JsonObject { ["op"] = "field", ["field"] = new JsonObject { ["id"] = "title", ["name"] = Words(columns[0].Name), ["type"] = "text" } });
        var fields = ImmutableArray.CreateBuilder<FieldWords>();
        foreach (var column in columns.Skip(1))
        {
            var said = make.Fields.FirstOrDefault(column.IsNamed);
            var field = new FieldWords(said is null ? Words(column.Name) : Drafted.Capital(said), column.FieldType, []);
            ops.Add(field.Op(column.Id));
            fields.Add(field);
        }

        named = [.. fields, .. rest];
    }

    private static int AddItems(JsonArray ops, ResultText.Rows rows, ImmutableArray<Column> columns)
    {
        var count = Math.Min(Most, rows.Cells.Length);
        for (var at = 0; at < count; at++)
        {
            var values = new JsonObject();
            foreach (var column in columns)
            {
                if (column.Place < rows.Cells[at].Length && Value(rows.Cells[at][column.Place], column == columns[0] ? "text" : column.FieldType) is { } value)
                    values[column == columns[0] ? "title" : column.Id] = value;
            }

            ops.Add(new JsonObject { ["op"] = "add", ["item"] = $"r{at + 1}", ["values"] = values });
        }

        return count;
    }

    private static JsonNode? Value(string cell, string type) => cell is "null" or "" ? null : type switch
    {
        "number" => decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
        "date" => cell[..10],
        "checkbox" => cell == "true",
        _ => cell.Length > LongestValue ? cell[..LongestValue] : cell,
    };

    private static string TypeOf(ImmutableArray<string> cells)
    {
        ImmutableArray<string> said = [.. cells.Where(static cell => cell is not ("null" or ""))];
        return said.IsEmpty ? "empty"
            : said.All(static cell => Number().IsMatch(cell)) ? "number"
            : said.All(static cell => Day().IsMatch(cell)) ? "date"
            : said.All(static cell => cell is "true" or "false") ? "checkbox"
            : "text";
    }

    private static string Words(string name) => Drafted.Capital(name.Replace('_', ' '));

    [GeneratedRegex(@"^-?(?:0|[1-9]\d{0,13})(?:\.\d{1,10})?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(?:[ T]00:00:00.*)?$")]
    private static partial Regex Day();

    private sealed record Column(string Name, int Place, string Type)
    {
        public string Id => FieldWords.Of(Name).Id("_c");

        public bool IsWorthShowing => Type != "empty" && Name != "id" && !Name.EndsWith("_id", StringComparison.Ordinal);

        public string FieldType => Type == "empty" ? FieldWords.Of(Name).Type is "date" ? "date" : "text" : Type;

        public bool IsNamed(string name) => Word.Same(Name, FieldWords.Plain(name))
            || (FieldWords.Plain(name) is "owner" or "assignee" && Name is "owner" or "assignee" or "employee")
            || (FieldWords.Plain(name) is "value" or "size" && Name == "amount");
    }
}
