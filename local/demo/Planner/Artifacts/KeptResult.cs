using System.Text.Json.Nodes;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>Keeps the query of the speaker's last question: "make that a dashboard". Its rows are not copied, except into a list or board.</summary>
internal static class KeptResult
{
    private const string Unread = "I could not read that for you, so there is nothing that I could keep.";

    public static ChatAnswer Next(Asked asked, ArtifactWish.Keep keep)
    {
        if (keep.Form.Kind == "tool")
        {
            return Say.Text(
                "I can keep a result as a dashboard, chart, table, document, list or board. A form begins empty: say what it is for, such as “a form to log visits”."
            );
        }

        return Planned.Last(asked) switch
        {
            { Query: { } query } planned => Of(asked, keep, query, planned),
            { Plan: Planning.LookUp look } when asked.Offers("query_data") => Say.LookUp((look.Source, look.Sql)),
            _ when asked.MayDescribe => Say.Describe(),
            { Plan: Planning.Ready } => Say.Text(Unread),
            _ => Suggestions.After($"There is no result above that I could make a {keep.Form.Name} of. Ask for one first.", asked),
        };
    }

    private static ChatAnswer Of(Asked asked, ArtifactWish.Keep keep, PlannedQuery query, Planned planned)
    {
        if (keep.Form.HasItems)
            return Filling.Step(asked, new(keep.Form, "", [], [], keep.Title), planned) ?? Say.Text(Unread);
        if (keep.Form.Kind == "chart" && query.Shape is ResultShape.Single)
            return Say.Text("That is one number, which makes no chart. Ask for it by something first, such as by month.");
        var title = keep.Title ?? Drafted.Capital(query.Subject);
        return new Drafted(
            keep.Form,
            title,
            new JsonArray(QueryBlock.Op("b1", query, keep.Form, 0)),
            $"a {keep.Form.Name} of the {query.Subject}. It keeps the query, not the rows: whoever opens it sees the rows that they may see.{Fixed(planned)}",
            Further(query, keep.Form)).Step(asked);
    }

    private static string Fixed(Planned planned) => planned.Question?.Period is { } period ? $" “{period.Words}” stays the time that it is today." : "";

    internal static string[] Further(PlannedQuery query, Form form) => query.Shape is ResultShape.Groups
        ? form.Kind == "table" ? ["rename it to Overview"] : ["show it as a table", "rename it to Overview"]
        : ["rename it to Overview"];
}
