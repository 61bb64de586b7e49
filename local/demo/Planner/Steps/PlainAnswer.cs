using System.Globalization;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>A sentence with the headline; the table itself is shown beside it.</summary>
internal static class PlainAnswer
{
    public static string To(PlannedQuery query, string result, KnownSchema schema) => ResultText.Read(result) switch
    {
        ResultText.Refused refused => Refusal(query, refused, schema),
        ResultText.Rows { Count: 0 } => $"There is nothing to show for the {query.Subject}: no such rows in the data you may see.",
        ResultText.Rows rows => Headline(query, rows),
        _ => throw new InvalidOperationException("A result is rows or a refusal."),
    };

    /// <summary>What a refusal means, in words that tell no more than the refusal does.</summary>
    public static string Meaning(ResultText.Refused refused) => refused.Code switch
    {
        "NOT_FOUND" => "I could not find that in the data you may see.",
        "LIMIT" => "That takes too long or returns too much. Please narrow it down.",
        "IDENTITY" => "The source does not know you just now, so there is nothing I can read for you.",
        "SHAPE" => $"Only one reading query is possible: {refused.Why}",
        "" when refused.Why.Length > 0 => refused.Why,
        _ => "The source refused that, so I have no answer for you.",
    };

    private static string Refusal(PlannedQuery query, ResultText.Refused refused, KnownSchema schema) => refused.Code == "NOT_FOUND"
        ? $"I could not find “{query.Asked.Replace('_', ' ')}” in the data you may see, so I cannot tell you the {query.Subject}. {Examples.Sentence(schema)}"
        : Meaning(refused);

    private static string Headline(PlannedQuery query, ResultText.Rows rows)
    {
        var first = rows.Cells.IsEmpty ? [] : rows.Cells[0];
        return query.Shape switch
        {
            ResultShape.Single when first.Length > 0 && first[0] == "null" => $"There is no {query.Subject}: nothing in the data you may see counts.",
            ResultShape.Single when first.Length > 0 => $"The {query.Subject} is {Shown(first[0])}.",
            ResultShape.Groups when first.Length > 1 && IsRanked(rows) => $"Here is the {query.Subject}. The highest is {first[0]} with {Shown(first[^1])}.",
            ResultShape.Groups => $"Here is the {query.Subject}.",
            _ => $"Here {(rows.Count == 1 ? "is" : "are")} the {query.Subject}: {Shown(rows.Count.ToString(CultureInfo.InvariantCulture))} {(rows.Count == 1 ? "row" : "rows")} of what you may see{(rows.Cut ? ", cut at the limit" : "")}.",
        };
    }

    /// <summary>Groups of a time are in the order of time, all others by their value.</summary>
    private static bool IsRanked(ResultText.Rows rows) => rows.Columns[0] is not ("day" or "month" or "year");

    private static string Shown(string cell) =>
        decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("#,##0.##", CultureInfo.InvariantCulture) : cell;
}
