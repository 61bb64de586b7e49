using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>
/// One call of a turn as the model asked for it. Arguments that are not a JSON object come out as <see cref="JsonValueKind.Undefined"/> and are
/// refused later. <paramref name="Sources"/> is what had entered a run by then; empty while the person is there.
/// </summary>
internal sealed record TurnCall(CallId Id, RequestedCall Requested, JsonElement Arguments, ImmutableArray<TextAuthor> TextAuthors, ImmutableArray<string> Sources)
{
    public static async Task<TurnCall> ReadAsync(WorkingSet workingSet, TakenSources taken, TurnState turn, string callId, CancellationToken cancellation)
    {
        if (!CallId.TryParse(callId, turn.Id, out var id))
            throw new InvalidOperationException($"{callId} is no call of turn {turn.Id}.");
        var answer = await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(id.ModelCall), cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The model never asked for {callId}.");
        var requested = answer.Calls[id.Position];
        var sources = turn.Run is null ? [] : await taken.BeforeAsync(turn, id, cancellation).ConfigureAwait(false);
        return new(id, requested, Parse(requested.Arguments), answer.TextAuthors, sources);
    }

    private static JsonElement Parse(string arguments)
    {
        try
        {
            return JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments, new() { MaxDepth = 32 }).RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
