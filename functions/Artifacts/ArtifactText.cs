using System.Text;
using System.Text.Json;
using Onbehalf.Artifacts;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Renders an artifact as text, as one viewer sees it.</summary>
internal static class ArtifactText
{
    private const string LockedCell = "(locked)";

    public static string Csv(ArtifactBody artifact)
    {
        var text = new StringBuilder();
        foreach (var row in Rows(artifact))
            text.AppendJoin(',', row.Select(static cell => $"\"{Neutral(cell).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
        return text.ToString();
    }

    public static string Markdown(ArtifactBody artifact)
    {
        var text = new StringBuilder($"# {artifact.Title}\n\n");
        foreach (var block in artifact.Definition.Blocks)
            text.Append(Of(artifact, block));
        if (artifact.Definition.Fields.Count == 0)
            return text.ToString();
        var rows = Rows(artifact).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            text.Append("| ")
                .AppendJoin(" | ", rows[i].Select(static cell => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)))
                .Append(" |\n");
            if (i == 0)
                text.Append('|').Insert(text.Length, " --- |", rows[0].Length).Append('\n');
        }

        return text.ToString();
    }

    private static string Of(ArtifactBody artifact, ArtifactBlockBody block) => block switch
    {
        { Locked: true } => $"*{LockedCell}*\n\n",
        { Type: BlockType.Markdown } => $"{artifact.Texts[block.Id].Text}\n\n",
        { Type: BlockType.Heading } => $"{new string('#', (block.Level ?? 1) + 1)} {block.Text}\n\n",
        { Title: { } title } => $"**{title}**\n\n",
        { Text: { } said } => $"{said}\n\n",
        _ => "",
    };

    /// <summary>Returns a row with the names of the fields, then a row for each item that is not deleted.</summary>
    private static IEnumerable<string[]> Rows(ArtifactBody artifact)
    {
        var fields = artifact.Definition.Fields.Where(static one => one.Id != ArtifactField.StateId).ToArray();
        yield return [.. fields.Select(static one => one.Name), "State"];
        foreach (var item in artifact.Items.Where(static one => one.Deleted is null))
            yield return [.. fields.Select(one => Cell(item, one.Id)), Cell(item)];
    }

    private static string Cell(ArtifactItemBody item) =>
        item.Locked?.Contains(ArtifactField.StateId, StringComparer.Ordinal) is true ? LockedCell : item.State ?? "";

    private static string Cell(ArtifactItemBody item, string id) =>
        item.Locked?.Contains(id, StringComparer.Ordinal) is true ? LockedCell
        : !item.Values.TryGetValue(id, out var value) ? ""
        : value.ValueKind is JsonValueKind.String ? value.GetString()!
        : value.GetRawText();

    /// <summary>Escapes a text that a spreadsheet would read as a formula. Numbers are not escaped.</summary>
    private static string Neutral(string cell) =>
        cell.Length > 0
        && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
        && !double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? "'" + cell
            : cell;
}
