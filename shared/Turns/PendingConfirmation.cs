using System.Text.Json;
using Onbehalf.Acts;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// A side effect that waits for its speaker. <paramref name="ArgumentHash"/> is what the person says yes to: call, tool, arguments and the
/// card's digest. <paramref name="Ask"/> counts the askings: one asking is put once, however often its step runs. <paramref name="Decision"/> is written once, by the endpoint that verified the person; an event alone proves nothing. <paramref name="Consent"/> names the
/// standing consent of a run that decided it in advance. <paramref name="AgreedToSend"/>: the departure that an earlier asking agreed to.
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
    /// <summary>What a row of an open confirmation, and the event that announces it, have room for.</summary>
    private const int MostCardBytes = Chunks.Max - (16 * 1024);

    /// <summary>False for a card that could not be shown whole; half a card is none.</summary>
    public static bool Holds(ConfirmationCard card) => JsonSerializer.SerializeToUtf8Bytes(card, TurnJson.Options).Length <= MostCardBytes;
}

public enum ConfirmationDecision
{
    Open,
    Approved,
    Declined,
}
