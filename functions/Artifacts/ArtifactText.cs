using System.Globalization;
using System.Text;
using System.Text.Json;
using Onbehalf.Artifacts;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Renders an artifact as text, as one viewer sees it.</summary>
/// <param name="artifact">The artifact without content that is locked for the viewer.</param>
/// <param name="names">The names of people by their subject ids, for fields that hold a person.</param>
/// <param name="results">The results of its requests by block.</param>
internal sealed class ArtifactText(ArtifactBody artifact, IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, ExportedResult> results)
{
    private const string LockedCell = "(locked)";

    /// <summary>Returns the items as rows, then the result of each request after a line with its title.</summary>
    public string Csv()
    {
        var text = new StringBuilder();
        if (artifact.Definition.Fields.Count > 0 || results.Count == 0)
            AddCsv(text, Rows());
        foreach (var block in artifact.Definition.Blocks)
        {
            if (!results.TryGetValue(block.Id, out var result))
                continue;
            if (artifact.Definition.Fields.Count > 0 || results.Count > 1)
                AddCsv(text, [[block.Title ?? ""]]);
            AddCsv(text, result.Rows.Count > 0 ? result.Rows : [[result.Words!]]);
        }

        return text.ToString();
    }

    public string Markdown()
    {
        var text = new StringBuilder($"# {artifact.Title}\n\n");
        foreach (var block in artifact.Definition.Blocks)
        {
            text.Append(Of(block));
            if (results.TryGetValue(block.Id, out var result))
                AddResult(text, result);
        }

        if (artifact.Definition.Fields.Count > 0)
            AddTable(text, [.. Rows()]);
        return text.ToString();
    }

    private static void AddResult(StringBuilder text, ExportedResult result)
    {
        if (result.Rows.Count > 0)
        {
            AddTable(text, result.Rows);
            text.Append('\n');
        }

        if (result.Words is { } words)
            text.Append(CultureInfo.InvariantCulture, $"*{words}*\n\n");
    }

    private static void AddCsv(StringBuilder text, IEnumerable<string[]> rows)
    {
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(static cell => $"\"{Neutral(cell).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
    }

    private static void AddTable(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            text.Append("| ")
                .AppendJoin(" | ", rows[i].Select(static cell => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)))
                .Append(" |\n");
            if (i == 0)
                text.Append('|').Insert(text.Length, " --- |", rows[0].Length).Append('\n');
        }
    }

    private string Of(ArtifactBlockBody block) => block switch
    {
        { Locked: true } => $"*{LockedCell}*\n\n",
        { Type: BlockType.Markdown } => $"{artifact.Texts[block.Id].Text}\n\n",
        { Type: BlockType.Heading } => $"{new string('#', (block.Level ?? 1) + 1)} {block.Text}\n\n",
        { Title: { } title } => $"**{title}**\n\n",
        { Text: { } said } => $"{said}\n\n",
        _ => "",
    };

    /// <summary>Returns a row with the names of the fields, then a row for each item that is not deleted.</summary>
    private IEnumerable<string[]> Rows()
    {
        var fields = artifact.Definition.Fields.Where(static one => one.Id != ArtifactField.StateId).ToArray();
        yield return [.. fields.Select(static one => one.Name), "State"];
        foreach (var item in artifact.Items.Where(static one => one.Deleted is null))
            yield return [.. fields.Select(one => Cell(item, one)), Cell(item)];
    }

    private static string Cell(ArtifactItemBody item) =>
        item.Locked?.Contains(ArtifactField.StateId, StringComparer.Ordinal) is true ? LockedCell : item.State ?? "";

    private string Cell(ArtifactItemBody item, ArtifactFieldBody field) =>
        item.Locked?.Contains(field.Id, StringComparer.Ordinal) is true ? LockedCell
        : !item.Values.TryGetValue(field.Id, out var value) ? ""
        : value.ValueKind is not JsonValueKind.String ? value.GetRawText()
        : field.Type is FieldType.Person ? names.GetValueOrDefault(value.GetString()!, value.GetString()!)
        : value.GetString()!;

    /// <summary>Escapes a text that a spreadsheet would read as a formula. Numbers are not escaped.</summary>
    private static string Neutral(string cell) =>
        cell.Length > 0
        && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
        && !double.TryParse(cell, CultureInfo.InvariantCulture, out _)
            ? "'" + cell
            : cell;
}
