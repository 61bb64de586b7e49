using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>The ops that turn the fields of a template into those that a sentence names.</summary>
internal static class FieldOps
{
    /// <summary>The fields of a template besides the title, as an answer names them. They mirror those of the app.</summary>
    private static ImmutableArray<(string Id, FieldWords Field)> OfTemplate(Form form) => (form.Kind, form.Template) switch
    {
        ("list", "tracker") =>
        [
            ("stage", FieldWords.Of("stage")),
            ("owner", FieldWords.Of("owner")),
            ("next", FieldWords.Of("next step")),
            ("due", FieldWords.Of("due date")),
        ],
        ("list", "log") => [("date", FieldWords.Of("date")), ("who", FieldWords.Of("who")), ("notes", FieldWords.Of("notes"))],
        _ => [("owner", FieldWords.Of("owner")), ("due", FieldWords.Of("due date"))],
    };

    public static Drafted Drafted(ArtifactWish.Make make, string title)
    {
        var (ops, fields) = Of(make);
        for (var at = 0; at < make.Items.Length; at++)
            ops.Add(new JsonObject { ["op"] = "add", ["item"] = $"i{at + 1}", ["values"] = new JsonObject { ["title"] = make.Items[at] } });
        var items = make.Items.Length switch { 0 => "", 1 => " It has one item.", var count => $" It has {count} items." };
        return new(
            make.Form,
            title,
            ops,
            $"a {make.Form.Name} with {Listed([.. fields.Select(static field => field.Name.ToLowerInvariant())])}.{items}",
            Next(fields));
    }

    /// <summary>Returns the ops for the named fields, and all fields that the artifact then has besides its title.</summary>
    public static (JsonArray Ops, ImmutableArray<FieldWords> Fields) Of(ArtifactWish.Make make)
    {
        var template = OfTemplate(make.Form);
        ImmutableArray<FieldWords> named =
        [
            .. make.Fields.Select(FieldWords.Of)
                .Where(static field => !field.Is("title") && !field.Is("name") && !field.Is("task"))
                .Where(field => make.Form.Kind != "board" || !IsColumn(field)),
        ];
        if (make.Fields.IsEmpty)
            return ([], [.. template.Select(static one => one.Field)]);
        var ops = new JsonArray();
        foreach (var (id, _) in template.Where(one => !named.Any(field => IsSame(field, one.Field))))
            ops.Add(Removed(id));
        foreach (var field in named.Where(field => !template.Any(one => IsSame(field, one.Field))))
            ops.Add(field.Op(field.Id("_1")));
        return (ops, named);
    }

    public static JsonObject Removed(string id) => new() { ["op"] = "delField", ["field"] = id };

    public static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "a name only",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
    };

    internal static string[] Next(IEnumerable<FieldWords> fields) =>
        [fields.Any(static field => field.Type == "date") ? "add a priority" : "add a due date", "add an item First step"];

    internal static bool IsSame(FieldWords field, FieldWords other) =>
        field.Type == other.Type
        && (field.Is(other.Name)
            || (other.Name, FieldWords.Plain(field.Name)) is ("Next step", "next steps" or "next") or ("Due date", "deadline") or ("Owner", "owners"));

    /// <summary>A board has its columns as the state of a card.</summary>
    private static bool IsColumn(FieldWords field) => FieldWords.Plain(field.Name) is "status" or "state" or "stage" or "column" or "columns";
}
