using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Tells the writer of a message something that nobody else sees.</summary>
internal sealed class SlackTelling(SlackClient client)
{
    /// <summary>
    /// Throws while Slack cannot be reached, so that it is tried again. A message that begins a thread has no replies, and Slack shows nobody a private
    /// note in such a thread: it goes into the channel.
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
