using System.Text.Json.Nodes;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>A query as a block. It holds no rows: it runs as whoever looks at it.</summary>
internal static class QueryBlock
{
    private const int Width = 6;
    private const int Height = 6;

    /// <summary>Returns the op of a new block. Blocks fill the grid from left to right.</summary>
    public static JsonObject Op(string id, PlannedQuery query, Form form, int place)
    {
        var block = new JsonObject
        {
            ["id"] = id,
            ["type"] = "request",
            ["title"] = Drafted.Capital(query.Subject),
            ["source"] = query.Source,
            ["sql"] = query.Sql,
        };
        if (Mark(form, query) is { } mark)
            block["chart"] = new JsonObject { ["mark"] = mark };
        if (form.Kind != "document")
        {
            (block["x"], block["y"]) = (place % 2 * Width, place / 2 * Height);
            (block["w"], block["h"]) = (Width, Height);
        }

        return new() { ["op"] = "block", ["block"] = block };
    }

    private static string? Mark(Form form, PlannedQuery query) =>
        form.Kind == "table" ? null
        : form.Mark is { } said ? said
        : form.Kind == "chart" || query.Shape is ResultShape.Groups ? (IsOverTime(query) ? "line" : "bar")
        : query.Presentation is Presentation.Chart ? "bar"
        : null;

    private static bool IsOverTime(PlannedQuery query) =>
        query.Subject.Split(' ') is var words && (words.Contains("month") || words.Contains("quarter") || words.Contains("year") || words.Contains("day"));
}
