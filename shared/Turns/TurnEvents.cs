using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>Sends events about a turn to its speaker only.</summary>
public sealed class TurnEvents(EventLog log, InboxItems inbox, TurnCache memory, Pulses pulses, TimeProvider time)
{
    internal async Task SteppedAsync(TurnState turn, TurnStep step, CancellationToken cancellation)
    {
        await log.AppendAsync(turn.Thread, [StepEvent(turn, step)], cancellation);
        memory.TellStreams(turn, pulses);
    }

    internal Task AskedAsync(TurnState turn, TurnStep step, PendingConfirmation pending, CancellationToken cancellation)
    {
        var asked = ThreadEvent.Confirmation(turn.Id, turn.Speaker.Id, Json(WireConfirmation.Of(turn.Id, pending)), pending.Evidence);
        return log.AppendAsync(turn.Thread, [StepEvent(turn, step), asked], cancellation);
    }

    /// <summary>Adds the question to the speaker's inbox. It is removed when it is decided, when it expires, or when its turn ends.</summary>
    internal Task RemindAsync(TurnState turn, PendingConfirmation pending, CancellationToken cancellation) => inbox.PutAsync(
        turn.Speaker.Id, InboxItem.Confirmation(turn.Id, pending.CallId, pending.Card.Title, time.GetUtcNow(), pending.Expires), cancellation);

    /// <param name="evidence">The evidence of everything that the model reads in this call.</param>
    internal TokenStream StreamTo(TurnState turn, int modelCall, ImmutableArray<EvidencePiece> evidence) =>
        new(log, memory, pulses, turn, modelCall, evidence, time);

    private static ThreadEvent StepEvent(TurnState turn, TurnStep step) => ThreadEvent.Step(turn.Id, turn.Speaker.Id, Json(WireStep.Of(turn.Id, step, null)));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, TurnJson.Options);
}
