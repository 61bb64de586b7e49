using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Whether a message is for the agent: one that is addressed to it, or a plain one of the person who was answered last in that thread, within a time
/// that the workspace sets, if it names nobody else.
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
