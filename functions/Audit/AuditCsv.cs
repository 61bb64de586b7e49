using System.Globalization;

namespace Onbehalf.Functions.Audit;

/// <summary>
/// Writes CSV (RFC 4180) with every cell quoted. A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, CSV
/// injection).
/// </summary>
internal static class AuditCsv
{
    public const string Head =
        "id,at,subject,issuer,name,act,phase,action,tool,source,relations,columns,decision,reason,threadId,turnId,runId,author,approver,consent,textAuthors,callId,shape,details,prevHash,hash,partOf,contextSources\r\n";

    public static string Line(AuditRowBody row)
    {
        string?[] cells =
        [
            row.Id, row.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), row.Subject.Id.Value, row.Subject.Issuer, row.Subject.Name,
            row.Act.ToString(), row.Phase.ToString(), row.Action.Value, row.Tool, row.Resource?.Source, Joined(row.Resource?.Relations),
            Joined(row.Resource?.Columns), row.Decision.ToString(), row.Reason, row.ThreadId, row.TurnId, row.RunId, row.Author?.Value,
            row.Approver?.Value,
            row.Consent,
            Joined(row.TextAuthors.Select(static author => author.Value)),
            row.CallId,
            row.Shape,
            row.Details?.ToString(),
            row.PrevHash,
            row.Hash,
            Joined(row.PartOf),
            Joined(row.ContextSources),
        ];
        return string.Join(',', cells.Select(Cell)) + "\r\n";
    }

    internal static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "\"\"";
        var isFormula = text.TrimStart() is ['=' or '+' or '-' or '@' or '\t' or '\r' or '|', ..] || text[0] is '\t' or '\r' or '\n';
        return $"\"{(isFormula ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string? Joined(IEnumerable<string>? items) => items is null ? null : string.Join(' ', items);
}
