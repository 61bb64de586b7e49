using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Tools;

/// <summary>Runs one read-only query as the speaker.</summary>
internal sealed class QueryData(SourceCatalog sources, QueryLimits limits) : IOwnTool
{
    public static ToolKind Kind { get; } = new(new("query_data"), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Runs one read-only SQL query on a source, with exactly the rights of the person you answer. Rows they may not see are simply absent.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """
            {"type":"object","properties":{"source":{"type":"string"},"sql":{"type":"string","description":"One SELECT."},
            "show":{"type":"string","enum":["table","chart","nothing"],"description":"How the person sees the rows; nothing if they only help you. A table if left out."}},
            "required":["source","sql"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => sources.AnyAsync(authority, static _ => true, cancellation);

    public ToolIntent Describe(JsonElement arguments) => SourceArguments.Intent(sources, arguments, "select");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (Arguments.Text(arguments, "sql") is not { } sql)
            return Arguments.Failed(RefusalCodes.Shape, "sql is missing.");
        var name = Arguments.Text(arguments, "source");
        if (sources.Find(name ?? "") is not { } source)
            return SourceArguments.NoSource(name);
        if (ReadValues(arguments) is not { } values)
            return Arguments.Failed(RefusalCodes.Shape, "values names each value with its type, date or text.");
        return await source.QueryAsync(permit.Authority, new(sql) { Values = values }, limits, cancellation) switch
        {
            // A source that refuses this person gets the same answer as a nonexistent one.
            QueryOutcome.Refused(RefusalCodes.Identity, _, _) => SourceArguments.NoSource(name),
            QueryOutcome.Rows(var table, var touched) => new(ToolStatus.Succeeded, ModelTable.Text(table), touched, table),
            QueryOutcome.Refused(var code, var text, var touched) => Arguments.Refused(code, text, touched),
            QueryOutcome.Failed(var code, var text, var touched) => new(ToolStatus.Failed, $"{code}: {text}", touched, RefusalCode: code),
            _ => throw new InvalidOperationException("Unknown outcome."),
        };
    }

    /// <summary>Reads the parameters of a stored request. The schema omits them, because a model writes its values into the text.</summary>
    private static ImmutableArray<BoundValue>? ReadValues(JsonElement arguments)
    {
        if (arguments.ValueKind is not JsonValueKind.Object || !arguments.TryGetProperty("values", out var given))
            return [];
        if (given.ValueKind is not JsonValueKind.Object)
            return null;
        var values = ImmutableArray.CreateBuilder<BoundValue>();
        foreach (var one in given.EnumerateObject())
        {
            BoundType? type = Arguments.Text(one.Value, "type") switch { "date" => BoundType.Date, "text" => BoundType.Text, _ => null };
            var value = Arguments.Text(one.Value, "value");
            if (type is null
                || (type is BoundType.Date
                    && value is not null
                    && !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)))
                return null;
            values.Add(new(one.Name, type.Value, value));
        }

        return values.ToImmutable();
    }
}

/// <summary>Formats a result for the model: a header, tab-separated rows up to a limit, and a note about omitted rows.</summary>
internal static class ModelTable
{
    private const int MostRows = 100;
    private const int MostCharacters = 16_000;
    private const int MostCell = 500;

    public static string Text(ResultTable table)
    {
        var text = new StringBuilder().AppendJoin('\t', table.Columns.Select(static c => Cell(c.Name))).Append('\n');
        var shown = 0;
        foreach (var row in table.Rows.Take(MostRows).TakeWhile(_ => text.Length < MostCharacters))
        {
            text.AppendJoin('\t', row.Select(Cell)).Append('\n');
            shown++;
        }

        text.Append(CultureInfo.InvariantCulture, $"({table.Rows.Length} rows");
        if (shown < table.Rows.Length)
            text.Append(CultureInfo.InvariantCulture, $", the first {shown} shown here; the person sees all of them");
        if (table.Truncated)
            text.Append(", cut at the limit: there are more");
        return text.Append(')').ToString();
    }

    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
        text = text.Replace('\t', ' ').ReplaceLineEndings(" ");
        return text.Length > MostCell ? string.Concat(text.AsSpan(0, MostCell), "…") : text;
    }
}
