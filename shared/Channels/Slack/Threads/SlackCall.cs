using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>A waiting call as the value of its card's buttons names it. A client may have altered the value, so it grants no right.</summary>
/// <param name="Channel">The channel of the message that the turn answers.</param>
/// <param name="Hash">The hash of the arguments and of the shown card.</param>
internal sealed record SlackCall(SlackChannelId Channel, SlackTs Ts, string CallId, string Hash)
{
    public string Value => $"{Channel} {Ts} {CallId} {Hash}";

    public static SlackCall Of(SlackMessage asked, string callId, string hash) => new(asked.Channel, asked.Ts, callId, hash);

    public static SlackCall? Read(string value) =>
        value.Split(' ') is [var channel, var ts, { Length: > 0 } call, { Length: > 0 } hash] && SlackChannelId.TryParse(channel, out var place) && SlackTs.TryParse(ts, out var at)
            ? new(place, at, call, hash)
            : null;
}
