using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Tests.Slack;

internal sealed partial class FakeSlack
{
    private static readonly TimeSpan TriggerLife = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (FakePerson Person, DateTimeOffset At)> _triggers = new(StringComparer.Ordinal);
    private readonly List<(FakePerson Person, string Shown)> _panes = [];

    /// <summary>The status of the agent's session in each thread.</summary>
    public Dictionary<(string Channel, string Thread), string> Sessions { get; } = [];

    public IReadOnlyList<string> PanesOf(FakePerson person)
    {
        lock (_gate)
            return [.. _panes.Where(one => one.Person == person).Select(static one => one.Shown)];
    }

    /// <summary>A trigger of an act of this person, which opens something for them alone.</summary>
    public string Trigger(FakePerson person)
    {
        lock (_gate)
        {
            var trigger = $"{_triggers.Count + 1}.{Guid.NewGuid():N}";
            _triggers[trigger] = (person, _time.GetUtcNow());
            return trigger;
        }
    }

    private IResult SetStatus(FakeArguments arguments)
    {
        if (arguments["status"] is not ("active" or "processing" or "suspended" or "closed"))
            return Error("invalid_arguments");
        if (Channels.FirstOrDefault(one => one.Id == arguments["channel_id"]) is not { } channel)
            return Error("channel_not_found");
        if (arguments["thread_ts"] is not { Length: > 0 } thread)
            return Error("invalid_arguments");
        if (arguments["initiator_user_id"] is { } initiator && !channel.Members.Exists(one => one.Id == initiator))
            return Error("user_not_in_channel");
        Sessions[(channel.Id, thread)] = arguments["status"]!;
        return Results.Json(new { ok = true });
    }

    private IResult Present(FakeArguments arguments)
    {
        if (arguments["trigger_id"] is not { } trigger || !_triggers.Remove(trigger, out var of))
            return Error("invalid_trigger_id");
        if (_time.GetUtcNow() - of.At > TriggerLife)
            return Error("trigger_expired");
        _panes.Add((of.Person, new JsonObject
        {
            ["metadata"] = arguments.Json("metadata"),
            ["sign_in"] = arguments["user_auth_required"] == "true" ? arguments["user_auth_url"] : null,
            ["error"] = arguments.Json("error"),
        }.ToJsonString(Readable)));
        return Results.Json(new { ok = true });
    }
}
