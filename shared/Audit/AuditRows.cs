using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Acts;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

/// <summary>Converts between a record and its row.</summary>
internal static class AuditRows
{
    public static AuditRow Write(AuditId id, DateTimeOffset at, AuditPhase phase, AuditEntry entry, byte[]? sealedDetails, ChainHead prev, AuditMacKey key)
    {
        var row = Unsigned(id, at, phase, entry, sealedDetails, prev);
        row.KeyVersion = key.Version;
        row.Hash = AuditHash.Of(row);
        row.Mac = AuditMac.Of(row, key.Bytes);
        return row;
    }

    /// <summary>Returns the record as it would be at the position of an existing one.</summary>
    public static string HashInPlaceOf(AuditRow existing, AuditId id, AuditPhase phase, AuditEntry entry)
    {
        var row = Unsigned(id, existing.At, phase, entry, existing.Sealed, new(null, existing.PrevHash));
        (row.PrevId, row.KeyVersion) = (existing.PrevId, existing.KeyVersion);
        // An earlier version wrote rows without context sources. A retry of their act is still the same act.
        if (existing.ContextSources is null)
            row.ContextSources = null;
        return AuditHash.Of(row);
    }

    /// <summary>Returns the record, or null if <see cref="Write"/> cannot have produced the row.</summary>
    public static AuditRecord? Read(AuditRow row)
    {
        if (!AuditChain.TryParse(row.PartitionKey, out var chain) || !AuditKeys.TryReadSequence(row.RowKey, out var seq)
            || !Enum.TryParse<AuditPhase>(row.Phase, out var phase) || !Enum.TryParse<Act>(row.Act, out var act)
            || !Enum.TryParse<AuditDecision>(row.Decision, out var decision) || !AuditAction.TryParse(row.Action, out var action))
        {
            return null;
        }

        var entry = new AuditEntry
        {
            CallId = row.CallId,
            Subject = new(chain.Subject, row.Issuer, row.Name),
            Act = act,
            Action = action,
            Decision = decision,
            Reason = row.Reason,
            ThreadId = row.ThreadId,
            TurnId = row.TurnId,
            RunId = row.RunId,
            PartOf = AuditLists.Read(row.PartOf),
            Author = Person(row.Author),
            Approver = Person(row.Approver),
            Consent = row.Consent,
            TextAuthors = [.. AuditLists.Read(row.TextAuthors).Select(Person).OfType<SubjectId>()],
            ContextSources = AuditLists.Read(row.ContextSources),
            Tool = Tool(row.Tool),
            Resource = row.Source is null ? null : new(row.Source, AuditLists.Read(row.Relations), AuditLists.Read(row.Columns)),
            Shape = row.Shape,
        };
        return new(new(chain, seq), row.At, phase, entry, row.Sealed, row.PrevHash, row.Hash);
    }

    private static AuditRow Unsigned(AuditId id, DateTimeOffset at, AuditPhase phase, AuditEntry entry, byte[]? sealedDetails, ChainHead prev) => new()
    {
        PartitionKey = id.Chain.Key,
        RowKey = AuditKeys.Sequence(id.Seq),
        At = at,
        Phase = phase.ToString(),
        CallId = entry.CallId,
        Issuer = AuditText.Visible(entry.Subject.Issuer)!,
        Name = AuditText.Visible(entry.Subject.Name)!,
        Act = entry.Act.ToString(),
        Action = entry.Action.Value,
        Decision = entry.Decision.ToString(),
        Reason = AuditText.Visible(entry.Reason),
        ThreadId = AuditText.Visible(entry.ThreadId),
        TurnId = AuditText.Visible(entry.TurnId),
        RunId = AuditText.Visible(entry.RunId),
        PartOf = AuditLists.Write(entry.PartOf),
        Author = entry.Author?.Value,
        Approver = entry.Approver?.Value,
        Consent = AuditText.Visible(entry.Consent),
        TextAuthors = AuditLists.Write(entry.TextAuthors.Select(static author => author.Value)),
        ContextSources = AuditLists.Write(entry.ContextSources),
        Tool = entry.Tool?.Value,
        Source = AuditText.Visible(entry.Resource?.Source),
        Relations = AuditLists.Write(entry.Resource?.Relations),
        Columns = AuditLists.WriteColumns(entry.Resource?.Columns, entry.Resource?.Relations),
        Shape = AuditText.Visible(entry.Shape),
        Sealed = sealedDetails,
        PrevId = id.Seq == 1 ? prev.Id?.Value : null,
        PrevHash = prev.Hash,
    };

    private static SubjectId? Person(string? text) => SubjectId.TryParse(text, out var id) ? id : null;

    // A tampered row is still listed, so that the reader sees it. Verification reports the fault.
    private static ToolName? Tool(string? text)
    {
        try
        {
            return text is null ? null : new ToolName(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
