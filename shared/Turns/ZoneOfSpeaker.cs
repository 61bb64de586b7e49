using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onbehalf.Automations.Tools;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// "At 8:00" means eight by the clock of whoever says it: where the model names no time zone, the one that the speaker's message came with
/// is filled in before the call is kept, so that the card, its digest and what is made all say the same.
/// </summary>
public sealed class ZoneOfSpeaker(MessageStore messages)
{
    public async Task<ImmutableArray<RequestedCall>> FillInAsync(TurnState turn, ImmutableArray<RequestedCall> calls, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (!calls.Any(static call => call.Tool == CreateAutomation.Called)
            || await messages.FindAsync(turn.Message, cancellation) is not ThreadMessage.Typed { Zone: { } zone })
            return calls;
        return [.. calls.Select(call => call.Tool == CreateAutomation.Called ? call with { Arguments = FillIn(call, zone) } : call)];
    }

    private static string FillIn(RequestedCall call, SpokenZone zone)
    {
        if (call.Parse() is not { ValueKind: JsonValueKind.Object } arguments
            || !arguments.TryGetProperty("trigger", out var trigger)
            || trigger.ValueKind is not JsonValueKind.Object
            || IsNamed(trigger)
            || !trigger.TryGetProperty("kind", out var kind)
            || kind.ValueKind is not JsonValueKind.String
            || kind.GetString() is not ("schedule" or "rule"))
            return call.Arguments;
        var filled = JsonObject.Create(arguments)!;
        filled["trigger"]!["timeZone"] = zone.Value;
        return filled.ToJsonString();
    }

    private static bool IsNamed(JsonElement trigger) => trigger.TryGetProperty("timeZone", out var named) && named.ValueKind is not JsonValueKind.Null;
}
