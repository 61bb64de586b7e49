using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Acts;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// A side effect that waits for its speaker's decision. <paramref name="ArgumentHash"/> covers everything that the person approves: call, tool,
/// arguments and the card's digest. <paramref name="Ask"/> is the number of the question. It makes a repeated step idempotent: each question is
/// shown once. <paramref name="Decision"/> is written once, by the endpoint that verified the person; an event alone is not a proof.
/// <paramref name="Consent"/> is the standing consent of a run that decided in advance. <paramref name="AgreedToSend"/> is the digest of a data
/// departure that the person approved in an earlier question.
/// </summary>
public sealed record PendingConfirmation(
    string CallId,
    string ArgumentHash,
    ConfirmationCard Card,
    DateTimeOffset Expires,
    ConfirmationDecision Decision,
    DateTimeOffset? DecidedAt = null,
    int Ask = 0,
    string? Consent = null,
    string? AgreedToSend = null)
{
    /// <summary>The evidence of the card. It is shown only while its speaker has these rights.</summary>
    public ImmutableArray<EvidencePiece> Evidence { get; init; } = [];

    /// <summary>The maximum size of a card. It must fit the row of an open confirmation and the event that announces it.</summary>
    private const int MostCardBytes = Chunks.Max - (16 * 1024);

    /// <summary>
    /// Adds the evidence of the card: what the model had read when it asked, and what was read for the card. Returns null if it does not fit the
    /// row: nobody could then be shown the card.
    /// </summary>
    public PendingConfirmation? WithEvidence(Subject speaker, ImmutableArray<EvidencePiece> context, ImmutableArray<Touched> shown)
    {
        ArgumentNullException.ThrowIfNull(speaker);
        var read = EvidencePiece.WithoutUndecidedEmpty(context);
        var whole = this with { Evidence = shown.IsEmpty ? read : EvidencePiece.Union([.. read, new(speaker.Id.Value, "", shown)]) };
        return JsonSerializer.SerializeToUtf8Bytes(whole, TurnJson.Options).Length <= Chunks.Max - SealAndDecision
            ? whole
            : null;
    }

    /// <summary>What encryption and the decision add to a row, in bytes.</summary>
    private const int SealAndDecision = 4 * 1024;

    /// <summary>Returns false for a card that exceeds the limit. A card is never shown in part.</summary>
    public static bool Holds(ConfirmationCard card) => JsonSerializer.SerializeToUtf8Bytes(card, TurnJson.Options).Length <= MostCardBytes;
}

public enum ConfirmationDecision
{
    Open,
    Approved,
    Declined,
}

internal static class ArgumentHash
{
    /// <summary>Returns the lower-case hex SHA-256 of the call, the tool, its exact arguments and the full content of the card.</summary>
    public static string Of(CallId call, string tool, string arguments, ConfirmationCard card) => Of(call.Value, tool, arguments, card);

    public static string Of(string call, string tool, string arguments, ConfirmationCard card) =>
        Sha256.HexOfJson(new[] { call, tool, arguments, card.Digest, JsonSerializer.Serialize(card) });
}
