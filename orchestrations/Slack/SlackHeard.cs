using System.Text.Json.Serialization;
using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Which message is to be answered; its text is in its row.</summary>
/// <param name="Turn">What it started; null before it did.</param>
/// <param name="Looks">How often its answer was looked for.</param>
public sealed record SlackHeard(string Team, string Channel, string Ts, string? Turn = null, int Looks = 0, int Version = 1)
{
    internal static SlackHeard Of(SlackMessage message) => new(message.Team.Value, message.Channel.Value, message.Ts.Value);

    /// <summary>One message has one answer, however often and by how many it is heard.</summary>
    [JsonIgnore]
    public string InstanceId => $"slack-{Team}-{Channel}-{Ts}";
}
