using System.Text.Json;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>Tells the speaker, and nobody else, what their turn is doing.</summary>
public sealed class TurnEvents(EventLog log, InboxItems inbox, TurnCache memory, Pulses pulses, TimeProvider time)
{
    internal async Task SteppedAsync(TurnState turn, TurnStep step, CancellationToken cancellation)
    {
        await log.AppendAsync(turn.Thread, [StepEvent(turn, step)], cancellation);
        // Streams at other instances look seldom until they hear of a turn.
        pulses.TouchStreams(turn.Thread);
    }

    internal Task AskedAsync(TurnState turn, TurnStep step, PendingConfirmation pending, CancellationToken cancellation) =>
        log.AppendAsync(turn.Thread, [StepEvent(turn, step), ThreadEvent.Confirmation(turn.Id, turn.Speaker.Id, Json(WireConfirmation.Of(turn.Id, pending)))], cancellation);

    /// <summary>Puts the question into the speaker's inbox, where it stays until it is decided, expires or its turn ends.</summary>
    internal Task RemindAsync(TurnState turn, PendingConfirmation pending, CancellationToken cancellation) => inbox.PutAsync(
        turn.Speaker.Id, InboxItem.Confirmation(turn.Id, pending.CallId, pending.Card.Title, time.GetUtcNow(), pending.Expires), cancellation);

    internal TokenStream StreamTo(TurnState turn, int modelCall) => new(log, memory, pulses, turn, modelCall, time);

    private static ThreadEvent StepEvent(TurnState turn, TurnStep step) => ThreadEvent.Step(turn.Id, turn.Speaker.Id, Json(WireStep.Of(turn.Id, step, null)));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, TurnJson.Options);
}
