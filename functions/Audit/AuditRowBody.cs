using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Audit;

/// <summary>
/// An audit record as returned to its reader. <see cref="Details"/> is set only for the record's own person. Readers of another person's answer
/// get an id that identifies the act. It does not reveal the number of that person's earlier acts.
/// </summary>
internal sealed record AuditRowBody(
    string Id,
    DateTimeOffset At,
    AuditPerson Subject,
    Act Act,
    AuditPhase Phase,
    string? ThreadId,
    string? TurnId,
    string? RunId,
    IReadOnlyList<string> PartOf,
    SubjectId? Author,
    SubjectId? Approver,
    string? Consent,
    IReadOnlyList<SubjectId> TextAuthors,
    IReadOnlyList<string> ContextSources,
    string? Tool,
    AuditAction Action,
    AuditResource? Resource,
    AuditDecision Decision,
    string? Reason,
    string CallId,
    string? Shape,
    JsonElement? Details,
    string PrevHash,
    string Hash)
{
    public static AuditRowBody Of(AuditRecord record, string? details, bool isOfAnother = false)
    {
        var entry = record.Entry;
        return new(
            isOfAnother ? IdForOthers(record) : record.Id.Value,
            record.At,
            entry.Subject,
            entry.Act,
            record.Phase,
            entry.ThreadId,
            entry.TurnId,
            entry.RunId,
            entry.PartOf,
            entry.Author,
            entry.Approver,
            entry.Consent,
            entry.TextAuthors, entry.ContextSources, entry.Tool?.Value, entry.Action, entry.Resource, entry.Decision, entry.Reason, entry.CallId, entry.Shape,
            Parse(details), record.PrevHash, record.Hash);
    }

    private static string IdForOthers(AuditRecord record) => record.Phase switch
    {
        AuditPhase.Intent => record.Entry.CallId,
        _ when record.Entry.Decision is AuditDecision.Denied => record.Entry.CallId,
        AuditPhase.Outcome => $"{record.Entry.CallId}.outcome",
        _ => $"{record.Entry.CallId}.{record.Entry.Action}.{record.Entry.Reason}".ToLowerInvariant(),
    };

    internal static JsonElement? Parse(string? details)
    {
        if (details is null)
            return null;
        try
        {
            return JsonElement.Parse(details);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(details);
        }
    }
}
