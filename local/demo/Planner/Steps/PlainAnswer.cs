using System.Globalization;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>Writes a sentence with the main result. The table is displayed beside it.</summary>
internal static class PlainAnswer
{
    public static string To(PlannedQuery query, string result) => ResultText.Read(result) switch
    {
        ResultText.Refused refused => Refusal(query, refused),
        ResultText.Rows { Count: 0 } => $"There is nothing to show for the {query.Subject}: no such rows in the data you may see.",
        ResultText.Rows rows => $"{Headline(query, rows)}{Shown(query, rows)}",
        _ => throw new InvalidOperationException("A result is rows or a refusal."),
    };

    /// <summary>Returns whether the source reported an unknown name.</summary>
    public static bool IsNotFound(string result) => ResultText.Read(result) is ResultText.Refused { Code: "NOT_FOUND" };

    /// <summary>Describes a refusal without revealing more than its code.</summary>
    public static string Meaning(ResultText.Refused refused) => refused.Code switch
    {
        "NOT_FOUND" => "I could not find that in the data you may see.",
        "LIMIT" => "That takes too long or returns too much. Please narrow it down.",
        "IDENTITY" => "The source does not know you just now, so there is nothing I can read for you.",
        "SHAPE" => $"Only one reading query is possible: {refused.Why}",
        "" when refused.Why.Length > 0 => refused.Why,
        _ => "The source refused that, so I have no answer for you.",
    };

    private static string Refusal(PlannedQuery query, ResultText.Refused refused) => refused.Code == "NOT_FOUND"
        ? $"I could not find “{query.Asked.Replace('_', ' ')}” in the data you may see, so I cannot tell you the {query.Subject}."
        : Meaning(refused);

    private static string Headline(PlannedQuery query, ResultText.Rows rows)
    {
        var first = rows.Cells.IsEmpty ? [] : rows.Cells[0];
        return query.Shape switch
        {
            ResultShape.Single when first.Length > 0 && first[0] == "null" => $"There is no {query.Subject}: nothing in the data you may see counts.",
            ResultShape.Single when first.Length > 0 => $"The {query.Subject} is {Shown(first[0])}.",
            ResultShape.Groups when first.Length > 1 && first[^1] != "null" && query.IsRanked =>
                $"Here is the {query.Subject}. The {(query.IsAscending ? "lowest" : "highest")} is {first[0]} with {Shown(first[^1])}.",
            ResultShape.Groups => $"Here is the {query.Subject}.",
            ResultShape.Values when rows is { Count: 1, Columns.Length: 1 } => $"The {query.Subject} is {first[0]}.",
            ResultShape.Values when query.Limit == rows.Count => $"Here are the first {Number(rows.Count)} of each {query.Subject}; there can be more.",
            ResultShape.Values => $"Here is each {query.Subject}: {Number(rows.Count)} of what you may see.",
            _ when query.Ranked is { } ranked && Label(rows, ranked.Column) is { } label =>
                $"The {ranked.Word} {ranked.Column.Replace('_', ' ')} of {ranked.Rows} is {Shown(first[rows.Columns.IndexOf(ranked.Column)])}: {label}.",
            _ when query.Limit == rows.Count => $"Here are the first {Number(rows.Count)} of the {query.Subject}; there can be more.",
            _ =>
                $"Here are the {query.Subject}: {Number(rows.Count)} {(rows.Count == 1 ? "row" : "rows")} of what you may see{(rows.Cut ? ", cut at the limit" : "")}.",
        };
    }

    /// <summary>Returns the label of a row.</summary>
    private static string? Label(ResultText.Rows rows, string ranked)
    {
        var column =
            rows.Columns.FirstOrDefault(static name => name is "name" or "title" or "subject" or "employee_name")
            ?? rows.Columns.FirstOrDefault(name => name != "id" && name != ranked);
        return column is not null && rows.Columns.Contains(ranked) && rows.Cells is [var first, ..] ? first[rows.Columns.IndexOf(column)] : null;
    }

    private static string Shown(PlannedQuery query, ResultText.Rows rows) => query.Presentation switch
    {
        Presentation.Csv => " “Download as CSV” is in the head of the table.",
        Presentation.Chart when rows.Count < 2 => " A chart needs two rows at least.",
        _ => "",
    };

    private static string Number(int number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Shown(string cell) =>
        decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,##0.##", CultureInfo.InvariantCulture)
            : cell;
}
