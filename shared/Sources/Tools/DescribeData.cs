using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Tools;

/// <summary>Describes sources as the speaker may see them. The call is a recorded step, because two people may see different parts.</summary>
internal sealed class DescribeData(SourceCatalog sources) : IOwnTool
{
    private const int MostCharacters = 32_000;
    private const int MostTables = 50;

    public static ToolKind Kind { get; } = new(new("describe_data"), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Lists the sources, tables, columns and row rules that the person you answer may see. Give a source to see that one, and tables to see only those; without a source it lists those that everybody may know the names of. What everybody in the conversation may see you know already: call it when the question needs more.";

    public BinaryData Parameters { get; } = BinaryData.FromString("""
        {"type":"object","properties":{"source":{"type":"string","description":"One source."},
        "tables":{"type":"array","items":{"type":"string"},"description":"Names of tables of that source; leave out for all."}},"additionalProperties":false}
        """);

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => sources.AnyAsync(authority, static _ => true, cancellation);

    public ToolIntent Describe(JsonElement arguments) =>
        new(sources.Find(Arguments.Text(arguments, "source") ?? "")?.Name ?? "*", "describe") { IsSent = false };

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        var wanted = Arguments.Text(arguments, "source");
        if (Tables(arguments) is not { } tables || (wanted is null && !tables.IsEmpty))
            return Arguments.Failed(RefusalCodes.Shape, $"tables is a list of at most {MostTables} names, and goes with source.");
        var visible = (await sources.DescribeAsync(permit.Authority, cancellation))
            .Select(static s => s.Outcome)
            .OfType<CatalogOutcome.Visible>()
            .Select(static v => v.Catalog)
            .Where(c => wanted is null || c.Source == wanted)
            .ToList();
        // One call describes several sources only if their names lock no answer.
        ImmutableArray<string> byName =
            wanted is null && sources.All.Length > 1 ? [.. sources.All.Where(static source => !source.TellsNames).Select(static source => source.Name)] : [];
        visible.RemoveAll(catalog => byName.Contains(catalog.Source));
        if (visible.Count == 0 && !byName.IsEmpty)
            return Arguments.Failed(RefusalCodes.Shape, $"give a source: {string.Join(", ", byName)}.");
        if (visible.Count == 0)
            return SourceArguments.NoSource(wanted ?? "any");
        var missing = tables.Where(name => visible[0].Named(name).IsEmpty && !visible[0].Unreadable.Any(table => table.Name == name)).ToArray();
        if (missing.Length > 0)
            return Arguments.Refused(RefusalCodes.NotFound, $"no such table: {string.Join(", ", missing)}.", [Touched.Unknown(visible[0].Source)]);
        var asked = tables.IsEmpty ? visible : [Only(visible[0], tables)];
        var (text, told) = CatalogText.Of(asked, MostCharacters);
        if (!byName.IsEmpty)
            text += $"\nNot described here: {string.Join(", ", byName)}. Give one as source to see what of it this person may see.";
        return new(ToolStatus.Succeeded, text, [.. told.SelectMany(TouchedBy)]);
    }

    private static VisibleCatalog Only(VisibleCatalog catalog, ImmutableArray<string> names) => catalog with
    {
        Tables = [.. names.SelectMany(name => catalog.Named(name)).Distinct()],
        Unreadable = [.. catalog.Unreadable.Where(table => names.Contains(table.Name))],
    };

    /// <summary>Returns the table names, or null if the argument is not a list of names.</summary>
    private static ImmutableArray<string>? Tables(JsonElement arguments)
    {
        if (!arguments.TryGetProperty("tables", out var list) || list.ValueKind is JsonValueKind.Null)
            return [];
        return
            list.ValueKind is JsonValueKind.Array
            && list.GetArrayLength() <= MostTables
            && list.EnumerateArray().All(static name => name.ValueKind is JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(static name => name.GetString()!).Distinct(StringComparer.Ordinal)]
            : null;
    }

    /// <summary>
    /// The evidence has the schema and the text of the rules, no rows. It is the same for every asker, even under a rule that depends on the asker.
    /// </summary>
    private static IEnumerable<Touched> TouchedBy(ToldCatalog told) => told.Catalog.Tables.Concat(told.Catalog.Unreadable).Select(t => new Touched(
        told.Catalog.Source,
        t.QualifiedName,
        told.Detail is CatalogDetail.Tables ? [] : [.. t.Columns.Select(static c => c.Name).Order(StringComparer.Ordinal)],
        t.RowRules,
        CarriesData: false,
        NamesOnly: true));
}
