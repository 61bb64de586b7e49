using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Sends private notes to the writers of messages.</summary>
internal sealed class SlackTelling(SlackClient client)
{
    /// <summary>
    /// Sends a note. Throws while Slack is unreachable, so that it is retried. Slack shows nobody a private note in a thread without
    /// replies. The note to a message without a thread therefore goes into the channel.
    /// </summary>
    public async Task TellAsync(SlackMessage message, SlackPost note, CancellationToken cancellation)
    {
        var place = new SlackPlace(message.Team, message.Channel, message.Root == message.Ts ? null : message.Root);
        switch (await client.WhisperAsync(place, message.User, note, cancellation))
        {
            case SlackOutcome<SlackNone>.Unreachable:
            case SlackOutcome<SlackNone>.RateLimited:
                throw new HttpRequestException("Slack cannot be reached.");
        }
    }
}
