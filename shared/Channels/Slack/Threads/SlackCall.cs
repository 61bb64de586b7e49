using System.Globalization;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Turns;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>A waiting call as the value of its card's buttons names it. A client may have altered the value, so it grants no right.</summary>
/// <param name="Channel">The channel of the message that the turn answers.</param>
/// <param name="Ask">The number of the question. A call that is asked about again has a new card.</param>
/// <param name="Hash">The hash of the arguments and of the shown card.</param>
internal sealed record SlackCall(SlackChannelId Channel, SlackTs Ts, string CallId, int Ask, string Hash)
{
    public string Value => string.Create(CultureInfo.InvariantCulture, $"{Channel} {Ts} {CallId} {Ask} {Hash}");

    public static SlackCall Of(SlackMessage asked, PendingConfirmation pending) =>
        new(asked.Channel, asked.Ts, pending.CallId, pending.Ask, pending.ArgumentHash);

    public static SlackCall? Read(string value) =>
        value.Split(' ') is [var channel, var ts, { Length: > 0 } call, var number, { Length: > 0 } hash]
        && SlackChannelId.TryParse(channel, out var place)
        && SlackTs.TryParse(ts, out var at)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var ask)
            ? new(place, at, call, ask, hash)
            : null;
}
