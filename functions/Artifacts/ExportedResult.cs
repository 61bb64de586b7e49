using System.Globalization;
using Onbehalf.Tools;

namespace Onbehalf.Functions.Artifacts;

/// <summary>The result of a request in an export: the names of its columns and its rows, or a sentence in their place or about them.</summary>
internal sealed record ExportedResult(IReadOnlyList<string[]> Rows, string? Words)
{
    public static ExportedResult NotAgreed { get; } = new([], "Not run: open the artifact and agree to run this query as you.");

    private static ExportedResult Locked { get; } = new([], "You have no rows to see here.");

    /// <param name="result">The result of the viewer's own run.</param>
    /// <param name="isOwn">Whether the viewer wrote the request and may read why it was refused.</param>
    public static ExportedResult Of(ToolResult result, bool isOwn) => result switch
    {
        { Status: ToolStatus.Succeeded, Table: { } table } => new(
            [[.. table.Columns.Select(static column => column.Name)], .. table.Rows.Select(static row => row.Select(CellText).ToArray())],
            table.Truncated ? "The result has more rows than these." : null),
        _ when isOwn => new([], result.ForPerson),
        _ => Locked,
    };

    /// <summary>Returns the database's own text of a value. A JSON number or boolean says the same as that text.</summary>
    private static string CellText(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
