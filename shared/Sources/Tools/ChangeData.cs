using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Tools;

/// <summary>Applies one structured change of one row after the speaker has confirmed exactly this change. It never takes SQL text.</summary>
internal sealed class ChangeData(SourceCatalog sources) : IOwnTool
{
    public static ToolKind Kind { get; } = new(new("change_data"), ToolEffect.SideEffect);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Inserts, updates or deletes one row of a table, after the person you answer has confirmed the exact change. Name the row by its key.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """
            {"type":"object","properties":{"source":{"type":"string"},"operation":{"type":"string","enum":["insert","update","delete"]},"table":{"type":"string"},
            "key":{"type":"object","description":"Columns and values that name the row; not for insert."},"values":{"type":"object","description":"Columns and their new values; not for delete. A list for an array column."}},
            "required":["source","operation","table"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) =>
        sources.AnyAsync(authority, static c => c.Tables.Any(static t => t.Writable), cancellation);

    public ToolIntent Describe(JsonElement arguments)
    {
        var source = sources.Find(Arguments.Text(arguments, "source") ?? "")?.Name ?? "?";
        return new(source, Read(arguments)?.Operation.ToString().ToLowerInvariant()) { IsSent = source != "?", IsPreviewSent = true };
    }

    public async Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation)
    {
        if (Read(arguments) is not { } change)
            return new ToolPreview.Refused(Unreadable());
        var name = Arguments.Text(arguments, "source");
        if (sources.Find(name ?? "") is not { } source)
            return new ToolPreview.Refused(SourceArguments.NoSource(name));
        return await source.PreviewAsync(authority, change, cancellation) switch
        {
            ChangePreview.Ready ready => new ToolPreview.Ready(Card(authority, change, ready)) { Shows = ready.Touched },
            ChangePreview.Refused(RefusalCodes.Identity, _) => new ToolPreview.Refused(SourceArguments.NoSource(name)),
            ChangePreview.Refused(var code, var text) => new ToolPreview.Refused(Arguments.Refused(code, text, [Evidence.Touched.Unknown(source.Name)])),
            _ => throw new InvalidOperationException("Unknown preview."),
        };
    }

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (Read(arguments) is not { } change)
            return Unreadable();
        var name = Arguments.Text(arguments, "source");
        if (sources.Find(name ?? "") is not { } source)
            return SourceArguments.NoSource(name);
        if (permit.ConfirmedDigest is not { } digest)
            return Arguments.Refused(RefusalCodes.Changed, "nobody has confirmed this change.", []);
        return await source.ApplyAsync(permit.Authority, change, digest, cancellation) switch
        {
            // The result states only that the call was executed, not the content of the row.
            ChangeOutcome.Done(var touched) => new(
                ToolStatus.Succeeded,
                $"Done: one row ({change.Operation.ToString().ToLowerInvariant()} in {touched.FirstOrDefault()?.Relation ?? change.Table}).",
                [.. touched.Select(static one => one with { CarriesData = false })]),
            ChangeOutcome.Refused(RefusalCodes.Identity, _) => SourceArguments.NoSource(name),
            ChangeOutcome.Refused(var code, var text) => Arguments.Refused(code, text, [Evidence.Touched.Unknown(source.Name)]),
            _ => throw new InvalidOperationException("Unknown outcome."),
        };
    }

    private static ConfirmationCard Card(Authority authority, RowChange change, ChangePreview.Ready ready)
    {
        var names = ready.Old.Keys.Union(change.Values.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        ImmutableArray<CardField> fields = [.. names.Select(n => new CardField(
            VisibleText.Show(n)!, VisibleText.Show(ready.Old.GetValueOrDefault(n)), VisibleText.Show(NewValue(change, ready, n))))];
        var title = change.Operation switch
        {
            ChangeOperation.Insert => "Add a row",
            ChangeOperation.Update => "Change a row",
            _ => "Delete a row",
        };
        return new(
            title,
            VisibleText.Show(ready.Target)!,
            $"whoever may read {VisibleText.Show(change.Table)}; made as {VisibleText.Show(authority.Subject.Name)}",
            fields,
            [],
            ready.Digest);
    }

    private static string? NewValue(RowChange change, ChangePreview.Ready ready, string name) => change.Operation == ChangeOperation.Delete
        ? null
        : ready.Stored.TryGetValue(name, out var value) ? value : ready.Old.GetValueOrDefault(name);

    private static RowChange? Read(JsonElement arguments)
    {
        var (key, values) = (Arguments.Values(arguments, "key"), Arguments.Values(arguments, "values", mayNest: true));
        ChangeOperation? operation = Arguments.Text(arguments, "operation") switch
        {
            "insert" => ChangeOperation.Insert,
            "update" => ChangeOperation.Update,
            "delete" => ChangeOperation.Delete,
            _ => null,
        };
        return operation is { } known && Arguments.Text(arguments, "table") is { Length: > 0 } table && key is not null && values is not null
            && (known != ChangeOperation.Insert || key.IsEmpty) && (known != ChangeOperation.Delete || values.IsEmpty)
            ? new(known, table, key, values) : null;
    }

    private static ToolResult Unreadable() => Arguments.Failed(
            RefusalCodes.Shape,
            "give operation (insert, update or delete), table, key (not for insert) and values (not for delete); every value is a text, a number, a boolean or null, and in values also a list for an array column or JSON for a JSON column."
        );
}
