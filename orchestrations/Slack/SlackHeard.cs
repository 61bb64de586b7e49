using System.Text.Json.Serialization;
using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>The message to answer. Its text is in its row.</summary>
/// <param name="Turn">The turn that it started; null before.</param>
/// <param name="Looks">Number of polls for its answer.</param>
/// <param name="HasNote">Whether a look has posted a note about a waiting call.</param>
public sealed record SlackHeard(string Team, string Channel, string Ts, string? Turn = null, int Looks = 0, bool HasNote = false, int Version = 1)
{
    internal static SlackHeard Of(SlackMessage message) => new(message.Team.Value, message.Channel.Value, message.Ts.Value);

    /// <summary>Derived from the message, so that repeated events start one answer.</summary>
    [JsonIgnore]
    public string InstanceId => $"slack-{Team}-{Channel}-{Ts}";
}
