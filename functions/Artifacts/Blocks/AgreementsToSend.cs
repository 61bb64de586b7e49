using System.Text.Json;
using Onbehalf.Acts;
using Onbehalf.Audit;
using Onbehalf.Tools;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary>
/// A person's agreements to send the values of a button's call to another zone. The agreement is the audit record of the confirmation, found by
/// person, call and digest. A digest alone is no agreement, because the card has it.
/// </summary>
public sealed class AgreementsToSend(AuditTrail audit)
{
    private const int DigestLength = 64;

    /// <summary>Returns <paramref name="digest"/> if the person has confirmed this departure for this call; otherwise null.</summary>
    internal async Task<string?> FindAsync(ToolRequest call, string? digest, CancellationToken cancellation) =>
        digest is { Length: DigestLength } && digest.All(char.IsAsciiHexDigitLower)
        && await audit.FindRecordAsync(call.Subject.Id, Key(call, digest), cancellation) is not null
            ? digest
            : null;

    /// <summary>Records the confirmation of a departure's card. Idempotent.</summary>
    internal async Task RecordAsync(ToolRequest call, ConfirmationCard card, CancellationToken cancellation)
    {
        if (await FindAsync(call, card.Digest, cancellation) is not null)
            return;
        await audit.RecordAsync(
            new()
            {
                CallId = Key(call, card.Digest),
                Subject = AuditPerson.Of(call.Subject),
                Act = call.Act,
                Action = AuditAction.Confirmation,
                Decision = AuditDecision.Allowed,
                Reason = nameof(ConfirmationDecision.Approved),
                ThreadId = call.Thread,
                Resource = AuditResource.Of(card.Target),
                Details = JsonSerializer.Serialize(new { tool = call.Tool, target = card.Target, digest = card.Digest }, JsonSerializerOptions.Web),
            },
            cancellation);
    }

    /// <summary>The client's part of a call id has no dot, so no other act has this key.</summary>
    private static string Key(ToolRequest call, string digest) => $"{call.CallId}.s-{digest}";
}
