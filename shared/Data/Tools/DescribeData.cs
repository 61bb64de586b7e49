using System.Text;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Tools;

namespace Onbehalf.Data.Tools;

/// <summary>Opens the speaker's own view of the schema: it is private, so looking at it is a recorded step.</summary>
internal sealed class DescribeData(Sources sources) : ITool
{
    public ToolName Name { get; } = new("describe_data");

    public string Description => "Lists the sources, tables, columns and row rules that the person you answer may see. Give a source to see one. Call it before writing SQL.";

    public BinaryData Parameters { get; } = BinaryData.FromString("""{"type":"object","properties":{"source":{"type":"string","description":"One source; leave out for all."}},"additionalProperties":false}""");

    public ToolEffect Effect => ToolEffect.Read;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => sources.AnyAsync(authority, static _ => true, cancellation);

    public ToolIntent Describe(JsonElement arguments) => new(sources.Find(Arguments.Text(arguments, "source") ?? "")?.Name ?? "*", "describe");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        var wanted = Arguments.Text(arguments, "source");
        var visible = (await sources.DescribeAsync(permit.Authority, cancellation))
            .Select(static s => s.Outcome).OfType<CatalogOutcome.Visible>().Select(static v => v.Catalog).Where(c => wanted is null || c.Source == wanted).ToList();
        if (visible.Count == 0)
            return Arguments.NoSource(wanted ?? "any");
        return new(ToolStatus.Succeeded, Text(visible), [.. visible.SelectMany(TouchedBy)]);
    }

    private static IEnumerable<Touched> TouchedBy(VisibleCatalog catalog) => catalog.Tables.Select(t =>
        new Touched(catalog.Source, t.QualifiedName, [.. t.Columns.Select(static c => c.Name).Order(StringComparer.Ordinal)], t.RowRules, Undecided: false, t.DependsOnAsker));

    private static string Text(List<VisibleCatalog> catalogs)
    {
        var text = new StringBuilder();
        foreach (var catalog in catalogs)
        {
            text.Append("source ").Append(catalog.Source).Append(" (").Append(catalog.Kind == "sqlite" ? "SQLite" : "PostgreSQL").Append(" SQL)\n");
            foreach (var table in catalog.Tables)
            {
                text.Append("- ").Append(table.QualifiedName).Append('(').AppendJoin(", ", table.Columns.Select(static c => $"{c.Name} {c.Type}")).Append("); ").Append(table.RowRule);
                foreach (var reference in table.References)
                    text.Append("; ").Append(reference.Column).Append(" -> ").Append(reference.Table).Append('.').Append(reference.TableColumn);
                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
