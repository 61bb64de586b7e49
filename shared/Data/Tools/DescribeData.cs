using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Tools;

namespace Onbehalf.Data.Tools;

/// <summary>Opens the speaker's own view of the schema: it is private, so looking at it is a recorded step.</summary>
internal sealed class DescribeData(Sources sources) : ITool
{
    public ToolName Name { get; } = new("describe_data");

    public string Description => "Lists the sources, tables, columns and row rules that the person you answer may see. Give a source to see one. What everybody in the conversation may see you know already: call it when the question needs more.";

    public BinaryData Parameters { get; } = BinaryData.FromString("""{"type":"object","properties":{"source":{"type":"string","description":"One source; leave out for all."}},"additionalProperties":false}""");

    public ToolEffect Effect => ToolEffect.Read;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => sources.AnyAsync(authority, static _ => true, cancellation);

    public ToolIntent Describe(JsonElement arguments) => new(sources.Find(Arguments.Text(arguments, "source") ?? "")?.Name ?? "*", "describe") { Reach = Reach.Inside };

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        var wanted = Arguments.Text(arguments, "source");
        var visible = (await sources.DescribeAsync(permit.Authority, cancellation))
            .Select(static s => s.Outcome).OfType<CatalogOutcome.Visible>().Select(static v => v.Catalog).Where(c => wanted is null || c.Source == wanted).ToList();
        if (visible.Count == 0)
            return Arguments.NoSource(wanted ?? "any");
        return new(ToolStatus.Succeeded, CatalogText.Of(visible), [.. visible.SelectMany(TouchedBy)]);
    }

    /// <summary>Schema and the words of the rules, no rows: that a rule looks at who asks makes no difference to what it says.</summary>
    private static IEnumerable<Touched> TouchedBy(VisibleCatalog catalog) => catalog.Tables.Select(t =>
        new Touched(catalog.Source, t.QualifiedName, [.. t.Columns.Select(static c => c.Name).Order(StringComparer.Ordinal)], t.RowRules, CarriesData: false));
}
