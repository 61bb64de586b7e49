using Onbehalf.Threads;

namespace Onbehalf.Orchestrations;

/// <summary>Ids only: text, rows and tokens never enter durable history.</summary>
public sealed record RunTurnInput(string ThreadId, string MessageId, int Version = 1)
{
    internal string TurnId => new TurnId(Threads.MessageId.Parse(MessageId)).Value;
}
