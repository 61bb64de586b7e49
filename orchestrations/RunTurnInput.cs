using Onbehalf.Ids;

namespace Onbehalf.Orchestrations;

/// <summary>Ids only: text, rows and tokens never enter durable history.</summary>
/// <param name="Turn">Null in a history from before turns had a nonce.</param>
public sealed record RunTurnInput(string ThreadId, string MessageId, int Version = 1, string? Turn = null)
{
    internal string TurnId => Turn ?? new TurnId(Ids.MessageId.Parse(MessageId), nonce: null).Value;
}
