using System.Globalization;
using System.Text;
using Onbehalf.Evidence;

namespace Onbehalf.Sources.Tools;

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
