using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>A result of <c>query_data</c>: rows with tabs between cells and their count at the end, or <c>CODE: reason</c>.</summary>
internal abstract partial record ResultText
{
    private ResultText()
    {
    }

    internal sealed record Rows(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Cells, int Count, bool Cut) : ResultText;

    internal sealed record Refused(string Code, string Why) : ResultText;

    public static ResultText Read(string text)
    {
        if (Trailer().Match(text) is { Success: true } trailer)
        {
            var lines = text[..trailer.Index].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new Rows(
                lines.Length == 0 ? [] : [.. lines[0].Split('\t')],
                [.. lines.Skip(1).Select(static line => line.Split('\t').ToImmutableArray())],
                int.Parse(trailer.Groups[1].Value, CultureInfo.InvariantCulture),
                trailer.Groups[2].Value.Contains("cut", StringComparison.Ordinal));
        }

        return Coded().Match(text) is { Success: true } coded
            ? new Refused(coded.Groups[1].Value, coded.Groups[2].Value)
            : new Refused("", text);
    }

    [GeneratedRegex(@"\((\d+) rows?([^)]*)\)\s*$")]
    private static partial Regex Trailer();

    [GeneratedRegex(@"^([A-Z][A-Z_]+): ?(.*)", RegexOptions.Singleline)]
    private static partial Regex Coded();
}
