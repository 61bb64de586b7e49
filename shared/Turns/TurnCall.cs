using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>A call of a turn as the model requested it, with the evidence and text authors of its context.</summary>
internal sealed record TurnCall(
    CallId Id, RequestedCall Requested, JsonElement Arguments, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    public static async Task<TurnCall> ReadAsync(WorkingSet workingSet, TurnState turn, string callId, CancellationToken cancellation)
    {
        if (!CallId.TryParse(callId, turn.Id, out var id))
            throw new InvalidOperationException($"{callId} is no call of turn {turn.Id}.");
        var answer = await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(id.ModelCall), cancellation)
            ?? throw new InvalidOperationException($"The model never asked for {callId}.");
        var requested = answer.Calls[id.Position];
        return new(id, requested, requested.Parse(), answer.Evidence, answer.TextAuthors);
    }
}
