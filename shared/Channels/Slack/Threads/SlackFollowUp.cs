using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Decides whether a message is for the agent. It is when it addresses the agent. It also is when the person who was answered last in the
/// thread writes within the configured time and names nobody else.
/// </summary>
internal sealed class SlackFollowUp(SlackSwitch slack, SlackThreads threads, TimeProvider time)
{
    public async Task<bool> IsForAgentAsync(SlackMessage message, CancellationToken cancellation)
    {
        if (message.IsAddressed)
            return true;
        var within = slack.Required.FollowUp;
        return within > TimeSpan.Zero && message.Root != message.Ts && !message.Text.NamesOthers && message.Text.Plain.Length > 0
            && await threads.LastAnsweredAsync(SlackPlaces.ThreadOf(message.Team, message.Channel, message.Root), cancellation) is var (user, at)
            && user == message.User && time.GetUtcNow() - at <= within;
    }
}
