using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Adds inbox items in the web app for answers that Slack did not accept.</summary>
internal sealed class SlackUndelivered(HeardMessages heard, SlackLinks links, MessageStore messages, InboxItems inbox, TimeProvider time)
{
    /// <param name="turn">The turn that the message started; null when the message was not added.</param>
    /// <param name="reason">The reason as a slug, for the inbox item.</param>
    public async Task TellAsync(SlackTeamId team, SlackChannelId channel, SlackTs ts, TurnId? turn, string reason, CancellationToken cancellation)
    {
        if (await heard.FindAsync(team, channel, ts, cancellation) is not { IsAside: false } message)
            return;
        if (await WhoAsync(message, turn?.Asking, cancellation) is { } person)
            await inbox.PutAsync(
                person, InboxItem.Undelivered(turn?.Asking, $"{channel}-{ts.Value.Replace('.', '-')}", reason, time.GetUtcNow()), cancellation);
    }

    /// <summary>Returns the person who asked. Before a turn exists, it is the person whom the writer is linked to.</summary>
    private async Task<SubjectId?> WhoAsync(HeardMessage message, MessageId? asking, CancellationToken cancellation) =>
        asking is { } id
            ? (await messages.FindAsync(id, cancellation))?.AskedBy.Id
            : (await links.FindAsync(message.Message.Team, message.Message.User, cancellation))?.Person.Id;
}
