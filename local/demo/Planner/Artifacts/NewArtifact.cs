using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>Drafts a new artifact from its template, with the fields, items and queries that the sentence names.</summary>
internal static partial class NewArtifact
{
    private const int MostQueries = 6;

    public static ChatAnswer Next(Asked asked, ArtifactWish.Make make) =>
        make.Form.HasBlocks && make.Form.Kind != "document" ? OfQueries(asked, make)
        : make.Form.Kind == "document"
            ? new Drafted(make.Form, Title(make), [], "an empty document to write in.", "rename it to Notes").Step(asked)
        : make.Form.Kind == "tool" ? Tool(make).Step(asked)
        : Rows(asked, make) ?? FieldOps.Drafted(make, Title(make)).Step(asked);

    /// <summary>Returns the title: the given one, else the subject, else the words before the noun.</summary>
    internal static string Title(ArtifactWish.Make make)
    {
        var subject = Article().Replace(make.Subject, "");
        subject = subject.Length > 0 ? subject : make.Before;
        return make.Title ?? Drafted.Capital(
            subject.Length == 0 ? make.Form.Name
            : make.Form.Template == "tasks" && make.Form.Name != "list" ? $"{subject} {(make.Form.Name == "checklist" ? "checklist" : "to-do")}"
            : subject);
    }

    private static ChatAnswer OfQueries(Asked asked, ArtifactWish.Make make)
    {
        if (make.Subject.Length == 0)
            return Empty(make).Step(asked);
        var whole = Planned.Of(asked with { Text = make.Subject, Earlier = [] });
        ImmutableArray<Planned> parts = whole is { Plan: Planning.Ready or Planning.LookUp } ? [whole] : Parts(asked, make.Subject);
        if (parts.Select(static part => part.Plan).OfType<Planning.LookUp>().FirstOrDefault() is { } look && asked.Offers("query_data"))
            return Say.LookUp((look.Source, look.Sql));
        if (parts.IsEmpty || !parts.All(static part => part.Query is not null))
        {
            return asked.MayDescribe ? Say.Describe()
                : make is { IsOfData: false, Form.Kind: "dashboard" } ? Empty(make).Step(asked)
                : Suggestions.After(
                    whole.Plan is Planning.Unclear unclear ? Drafted.Capital(unclear.Sentence)
                    : SmallTalk.NotUnderstood(whole.Plan is Planning.Unread unread ? unread.Words : [make.Subject]),
                    asked);
        }

        var queries = parts.Select(static part => part.Query!).ToArray();
        if (make.Form.Kind != "dashboard" && queries.Length > 1)
            return Say.Text($"A {make.Form.Name} shows one result. Ask for a dashboard of both.");
        return new Drafted(
            make.Form,
            make.Title ?? Drafted.Capital(queries.Length == 1 ? queries[0].Subject : make.Subject),
            new JsonArray([.. queries.Select((query, place) => (JsonNode)QueryBlock.Op($"b{place + 1}", query, make.Form, place))]),
            $"a {make.Form.Name} of the {string.Join(" and the ", queries.Select(static query => query.Subject))}. It keeps {(queries.Length == 1 ? "the query" : "the queries")}, not the rows: whoever opens it sees the rows that they may see.",
            KeptResult.Further(queries[0], make.Form)).Step(asked);
    }

    /// <summary>Returns the plans of "deals by region and tickets by status", each part a question of its own.</summary>
    private static ImmutableArray<Planned> Parts(Asked asked, string subject)
    {
        var parts = Joint().Split(subject).Where(static part => part.Length > 0).Take(MostQueries + 1).ToArray();
        return parts.Length is < 2 or > MostQueries ? [] : [.. parts.Select(part => Planned.Of(asked with { Text = part, Earlier = [] }))];
    }

    private static Drafted Empty(ArtifactWish.Make make) => new(
        make.Form, Title(make), [], $"an empty {make.Form.Name}. Ask me a question, then say “add that to the {make.Form.Name}”.");

    /// <summary>Drafts a list of the rows that the subject names. Null if it names none; the subject is then only a title.</summary>
    private static ChatAnswer? Rows(Asked asked, ArtifactWish.Make make)
    {
        if (make.Subject.Length == 0 || !make.Items.IsEmpty || !asked.Offers("query_data"))
            return null;
        var planned = Planned.Of(asked with { Text = make.Subject, Earlier = [] });
        var mentions = planned.Question is { } question && TableChoice.Mentions(asked.Schema, question);
        return !mentions ? make.IsOfData && asked.MayDescribe && make.Form.Name is "tracker" ? Say.Describe() : null
            : planned.Plan is Planning.LookUp look ? Say.LookUp((look.Source, look.Sql))
            : planned.Query is not null ? Filling.Step(asked, make, planned)
            : asked.MayDescribe ? Say.Describe()
            : null;
    }

    /// <summary>Drafts a form with its list: the named fields in place of those of the template, if the sentence names any.</summary>
    private static Drafted Tool(ArtifactWish.Make make)
    {
        ImmutableArray<FieldWords> named = [.. make.Fields.Select(FieldWords.Of).Where(static field => !field.Is("name") && !field.Is("title"))];
        ImmutableArray<FieldWords> fields = named.IsEmpty && make.Fields.IsEmpty ? [FieldWords.Of("date"), FieldWords.Of("notes")] : named;
        var ops = new JsonArray();
        foreach (var field in fields)
            ops.Add(field.Op(field.Id()));
        foreach (var unnamed in ToolFields.Except(fields.Select(static field => field.Id())))
            ops.Add(FieldOps.Removed(unnamed));
        string[] ids = ["title", .. fields.Select(static field => field.Id())];
        var action = new JsonObject { ["op"] = "add", ["label"] = "Add" };
        ops.Add(Block(new() { ["id"] = "form", ["type"] = "form", ["fields"] = Names(ids), ["action"] = action }));
        ops.Add(Block(new() { ["id"] = "list", ["type"] = "list", ["fields"] = Names(ids) }));
        return new(
            make.Form,
            Title(make),
            ops,
            $"a form with {FieldOps.Listed(["Name", .. fields.Select(static field => field.Name)])}, and the list of what was entered.",
            "rename it to Log");
    }

    private static IEnumerable<string> ToolFields => ["date", "notes"];

    private static JsonObject Block(JsonObject block) => new() { ["op"] = "block", ["block"] = block };

    private static JsonArray Names(IEnumerable<string> ids) => new([.. ids.Select(static id => (JsonNode?)id)]);

    [GeneratedRegex(@"^(?:the|an?|our|my) (?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Article();

    [GeneratedRegex(@" ?(?:,|;| and | plus ) ?(?:and )?", RegexOptions.IgnoreCase)]
    private static partial Regex Joint();
}
