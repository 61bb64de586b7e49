using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onbehalf.Automations;
using Onbehalf.Automations.Tools;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// Resolves times against the speaker's zone and the message's time, before the call is stored. Card, digest and automation are therefore the same
/// at any later time. The zone is the message's own or, without one, the one in the speaker's settings. The settings are read only if needed,
/// because few messages need them.
/// </summary>
public sealed class ZoneOfSpeaker(MessageStore messages, OwnSettingsStore settings)
{
    public async Task<ImmutableArray<RequestedCall>> FillInAsync(
        Authority speaker, TurnState turn, ImmutableArray<RequestedCall> calls, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (!calls.Any(static call => call.Tool == CreateAutomation.Called)
            || await messages.FindAsync(turn.Message, cancellation) is not ThreadMessage.Typed said)
            return calls;
        var zone = said.Zone ?? (turn.Run is null ? SpokenZone.Of((await settings.ReadAsync(speaker, cancellation)).TimeZone) : null);
        return [.. calls.Select(call => call.Tool == CreateAutomation.Called ? call with { Arguments = FillIn(call, zone, said.At) } : call)];
    }

    internal static string FillIn(RequestedCall call, SpokenZone? zone, DateTimeOffset said)
    {
        if (call.Parse() is not { ValueKind: JsonValueKind.Object } arguments
            || !arguments.TryGetProperty("trigger", out var trigger)
            || trigger.ValueKind is not JsonValueKind.Object
            || Arguments.Text(trigger, "kind") is not ("schedule" or "once" or "rule"))
            return call.Arguments;
        var filled = JsonObject.Create(arguments)!;
        var time = filled["trigger"]!.AsObject();
        time.Remove(PlannedAutomation.ReaderZone);
        if (zone is { } own)
        {
            time[PlannedAutomation.ReaderZone] = own.Value;
            time["timeZone"] ??= own.Value;
        }

        Settle(time, trigger, said);
        return filled.ToJsonString();
    }

    /// <summary>Replaces a relative phrase with an instant or with the first day of a cycle.</summary>
    private static void Settle(JsonObject time, JsonElement trigger, DateTimeOffset said)
    {
        if (Arguments.Text(trigger, "words") is not { } words || Arguments.Text(trigger, "cron") is not null || Arguments.Text(trigger, "at") is not null
            || WantedTime.Read(
                new(
                    Arguments.Text(trigger, "kind")!,
                    TimeZone: time["timeZone"] is JsonValue named && named.TryGetValue<string>(out var id) ? id : null,
                    Words: words),
                said)
                is not WantedTime.Ready ready)
            return;
        switch (ready.Trigger)
        {
            case Trigger.Once once:
                time["kind"] = "once";
                time["at"] = JsonSerializer.SerializeToNode(once.At);
                time["timeZone"] = once.TimeZone;
                time.Remove("words");
                break;
            case Trigger.Schedule { Cycle: { } cycle } schedule:
                time["cron"] = schedule.Cron;
                time["cycle"] = JsonSerializer.SerializeToNode(cycle, JsonSerializerOptions.Web);
                time["timeZone"] = schedule.TimeZone;
                time.Remove("words");
                break;
        }
    }
}
