using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>
/// Changes the artifact that was drafted last in this conversation: reads it, changes it, tells what became of it. What a team owns gets a proposal.
/// </summary>
internal sealed class ArtifactChange(Asked asked, ArtifactText artifact)
{
    private readonly JsonArray _ops = [];
    private string? _newTitle;

    private string Title => _newTitle ?? artifact.Title;

    public static ChatAnswer Next(Asked asked, ArtifactWish wish)
    {
        if (asked.Drafts.IsEmpty)
            return Say.Text("I made nothing in this conversation that I could change. Say what to make first, such as “a to-do list for the launch”.");
        if (!asked.Offers(ArtifactTalk.ReadTool) || !asked.Offers(ArtifactTalk.ChangeTool))
            return Say.Text("I cannot change it here. Open it and change it by hand.");
        if (asked.Answer(ArtifactTalk.ReadTool) is not { } read)
            return Say.Call(ArtifactTalk.ReadTool, new JsonObject { ["artifact"] = asked.Drafts[0].Id });
        return ArtifactText.Read(read.Text) is { } artifact
            ? new ArtifactChange(asked, artifact).Step(wish)
            : Say.Text($"I cannot find “{asked.Drafts[0].Title}” among what you have any more.");
    }

    private ChatAnswer Step(ArtifactWish wish) => wish switch
    {
        ArtifactWish.AddFields add => AddFields(add),
        ArtifactWish.AddItems add => AddItems(add),
        ArtifactWish.Remove remove => Remove(remove),
        ArtifactWish.Rename { Title.Length: > 0 } rename => Rename(rename.Title),
        ArtifactWish.RenameField rename => RenameField(rename),
        ArtifactWish.AddResult => AddResult(),
        ArtifactWish.Group group => Group(group.By),
        ArtifactWish.Draw draw => Draw(draw.Mark),
        _ => Say.Text(SmallTalk.NotUnderstood([asked.Text])),
    };

    private ChatAnswer AddFields(ArtifactWish.AddFields add)
    {
        if (!artifact.HasItems)
            return Say.Text($"“{Title}” is a {artifact.Kind}, which has no fields. A list, board or form has some.");
        ImmutableArray<FieldWords> fields = [.. add.Names.Select(FieldWords.Of).Where(static field => field.Name.Length > 0)];
        if (fields.FirstOrDefault(field => Find(field) is not null) is { } there)
            return Say.Text($"“{Title}” has that already: the field “{Find(there)!.Name}”.");
        foreach (var field in fields)
            _ops.Add(field.Op(Id(field)));
        foreach (var block in artifact.Blocks.Where(static block => (string?)block["type"] is "form" or "list"))
        {
            var shown = (JsonObject)block.DeepClone();
            if (shown["fields"] is not JsonArray names)
                continue;
            foreach (var field in fields)
                names.Add(Id(field));
            _ops.Add(new JsonObject { ["op"] = "block", ["block"] = shown });
        }

        return Call($"it now has {FieldOps.Listed([.. fields.Select(static field => $"“{field.Name}” ({Kind(field)})")])}");
    }

    private ChatAnswer AddItems(ArtifactWish.AddItems add)
    {
        if (!artifact.HasItems)
            return Say.Text($"“{Title}” is a {artifact.Kind}, which has no items.");
        for (var at = 0; at < add.Titles.Length; at++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"i{artifact.Seq}-{at + 1}");
            _ops.Add(new JsonObject { ["op"] = "add", ["item"] = id, ["values"] = new JsonObject { ["title"] = Drafted.Capital(add.Titles[at]) } });
        }

        return Call($"added {FieldOps.Listed([.. add.Titles.Select(static title => $"“{Drafted.Capital(title)}”")])}");
    }

    private ChatAnswer Remove(ArtifactWish.Remove remove)
    {
        if (Find(FieldWords.Of(remove.Name)) is { } field)
        {
            if (field.Id is "title" or "state")
                return Say.Text($"The field “{field.Name}” cannot be removed: it names the items.");
            if (artifact.Blocks.Any(block => block["fields"] is JsonArray names && names.Any(name => (string?)name == field.Id)))
                TakeOut(field.Id);
            _ops.Add(FieldOps.Removed(field.Id));
            return Call($"removed the field “{field.Name}”");
        }

        ImmutableArray<ArtifactText.Item> items =
            remove.IsField ? [] : [.. artifact.Items.Where(item => item.Title.Equals(remove.Name, StringComparison.OrdinalIgnoreCase))];
        if (items is not [var only])
        {
            var found = items.Length > 1 ? "several items" : remove.IsField ? "no field" : "no field and no item";
            return Say.Text($"“{Title}” has {found} “{remove.Name}”, so I removed nothing.");
        }


        _ops.Add(new JsonObject { ["op"] = "del", ["item"] = only.Id });
        return Call($"removed “{only.Title}”");
    }

    private void TakeOut(string id)
    {
        foreach (var block in artifact.Blocks)
        {
            var shown = (JsonObject)block.DeepClone();
            if (shown["fields"] is not JsonArray names || names.FirstOrDefault(name => (string?)name == id) is not { } found)
                continue;
            names.Remove(found);
            _ops.Add(new JsonObject { ["op"] = "block", ["block"] = shown });
        }
    }

    private ChatAnswer Rename(string title)
    {
        var before = Title;
        _newTitle = title;
        _ops.Add(new JsonObject { ["op"] = "title", ["title"] = title });
        return Call($"it was “{before}” before");
    }

    private ChatAnswer RenameField(ArtifactWish.RenameField rename)
    {
        if (Find(FieldWords.Of(rename.Name)) is not { } field)
            return Say.Text($"“{Title}” has no field “{rename.Name}”, so I renamed nothing.");
        var named = new FieldWords(rename.NewName, field.Type, field.Choices);
        _ops.Add(named.Op(field.Id));
        return Call($"the field “{field.Name}” is now “{rename.NewName}”");
    }

    private ChatAnswer AddResult()
    {
        if (artifact.Kind is not ("dashboard" or "document"))
            return Say.Text($"“{Title}” is a {artifact.Kind}. A result goes into a dashboard or document: say “make that a dashboard”.");
        return Planned.Last(asked) switch
        {
            { Query: { } query } => Put(query),
            { Plan: Planning.LookUp look } => Say.LookUp((look.Source, look.Sql)),
            _ when asked.MayDescribe => Say.Describe(),
            _ => Say.Text("There is no result above that I could add. Ask for one first."),
        };

        ChatAnswer Put(PlannedQuery query)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"b{artifact.Seq}");
            var place = artifact.Blocks.Count(static block => (string?)block["type"] == "request");
            _ops.Add(QueryBlock.Op(id, query, new(artifact.Kind, null, artifact.Kind), place));
            return Call($"added the {query.Subject}");
        }
    }

    /// <summary>Gives a block a new query: the question that it shows, by other columns. Only a question of this conversation can be grouped.</summary>
    private ChatAnswer Group(string by)
    {
        if (artifact.HasItems)
            return Say.Text($"A {artifact.Kind} is grouped by hand, in its own menu. I can group the result in a dashboard, chart or table.");
        var last = Planned.Last(asked);
        if (last?.Plan is Planning.LookUp look)
            return Say.LookUp((look.Source, look.Sql));
        if (last?.Query is null && asked.MayDescribe)
            return Say.Describe();
        var block = artifact.Blocks.FirstOrDefault(shown =>
            last?.Query is { } query && (string?)shown["sql"] == query.Sql && (string?)shown["source"] == query.Source);
        if (block is null)
            return Say.Text($"I cannot tell which question “{Title}” shows. Ask it again by {by}, and say “make that a {artifact.Kind}”.");
        return Planned.Of(asked with { Text = $"by {by}" }) switch
        {
            { Query: { } grouped } => Replace(block, grouped),
            { Plan: Planning.LookUp more } => Say.LookUp((more.Source, more.Sql)),
            _ when asked.MayDescribe => Say.Describe(),
            { Plan: Planning.Unclear unclear } => Say.Text(Drafted.Capital(unclear.Sentence)),
            { Plan: Planning.Unread unread } => Say.Text($"{SmallTalk.NotUnderstood(unread.Words)} Nothing was changed."),
            _ => Say.Text($"{SmallTalk.NotUnderstood([by])} Nothing was changed."),
        };
    }

    private ChatAnswer Replace(JsonObject block, PlannedQuery grouped)
    {
        var changed = (JsonObject)block.DeepClone();
        var before = (string?)changed["title"];
        (changed["title"], changed["source"], changed["sql"]) = (Drafted.Capital(grouped.Subject), grouped.Source, grouped.Sql);
        if (artifact.Kind is "dashboard" or "chart" && changed["chart"] is null)
            changed["chart"] = new JsonObject { ["mark"] = "bar" };
        _ops.Add(new JsonObject { ["op"] = "block", ["block"] = changed });
        if (before == Title)
        {
            _newTitle = Drafted.Capital(grouped.Subject);
            _ops.Add(new JsonObject { ["op"] = "title", ["title"] = Title });
        }

        return Call($"it now shows the {grouped.Subject}");
    }

    private ChatAnswer Draw(string? mark)
    {
        JsonObject[] blocks = [.. artifact.Blocks.Where(static block => (string?)block["type"] == "request")];
        if (blocks.Length == 0)
            return Say.Text($"“{Title}” has no result that I could draw.");
        foreach (var block in blocks)
        {
            var changed = (JsonObject)block.DeepClone();
            changed.Remove("chart");
            if (mark is not null)
                changed["chart"] = new JsonObject { ["mark"] = mark };
            _ops.Add(new JsonObject { ["op"] = "block", ["block"] = changed });
        }

        var shape = mark switch { null => "a table", "arc" => "a pie chart", "point" => "a scatter chart", "area" => "an area chart", _ => $"a {mark} chart" };
        return Call($"it is now drawn as {shape}");
    }

    private ChatAnswer Call(string done)
    {
        if (asked.Answer(ArtifactTalk.ChangeTool) is not { } changed)
            return Say.Call(ArtifactTalk.ChangeTool, new JsonObject { ["artifact"] = artifact.Id, ["baseSeq"] = artifact.Seq, ["ops"] = _ops.DeepClone() });
        if (!changed.Text.StartsWith("Done", StringComparison.Ordinal))
            return Say.Text($"Nothing was changed. {Drafted.Why(changed.Text)}");
        return changed.Text.StartsWith("Done: proposed", StringComparison.Ordinal)
            ? Say.Text($"{Link(artifact.Title)} belongs to a team, so this is a proposal: {done}. Open it to apply it.")
            : Say.Text($"{Link(Title)} is changed: {done}.");
    }

    private string Link(string title) => new Draft(artifact.Id, title.Replace('[', '(').Replace(']', ')')).Link;

    private ArtifactText.Field? Find(FieldWords field) => artifact.Fields.FirstOrDefault(known => field.Is(known.Name));

    /// <summary>Returns an id that no earlier field has, not even a deleted one.</summary>
    private string Id(FieldWords field) => field.Id(string.Create(CultureInfo.InvariantCulture, $"-{artifact.Seq}"));

    private static string Kind(FieldWords field) => field.Type switch
    {
        "choice" => $"a choice of {string.Join(", ", field.Choices)}",
        "checkbox" => "a checkbox",
        "person" => "a person",
        "link" => "a link",
        "date" => "a date",
        "money" => "an amount",
        "number" => "a number",
        _ => "text",
    };
}
