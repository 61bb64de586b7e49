using Onbehalf.Ids;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Contains only ids. Text, rows and tokens never enter the durable history.</summary>
/// <param name="Turn">Null in histories from before turns had a nonce.</param>
public sealed record RunTurnInput(string ThreadId, string MessageId, int Version = 1, string? Turn = null)
{
    internal string TurnId => Turn ?? new TurnId(Ids.MessageId.Parse(MessageId), nonce: null).Value;
}
