using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>What Slack did not take waits in the person's inbox of the web app.</summary>
internal sealed class SlackUndelivered(HeardMessages heard, SlackLinks links, MessageStore messages, InboxItems inbox, TimeProvider time)
{
    /// <param name="turn">What the message started; null where it did not come in.</param>
    /// <param name="reason">A slug for the person.</param>
    public async Task TellAsync(SlackTeamId team, SlackChannelId channel, SlackTs ts, TurnId? turn, string reason, CancellationToken cancellation)
    {
        if (await heard.FindAsync(team, channel, ts, cancellation) is not { IsAside: false } message)
            return;
        if (await WhoAsync(message, turn?.Asking, cancellation) is { } person)
            await inbox.PutAsync(person, InboxItem.Undelivered(turn?.Asking, $"{channel}-{ts.Value.Replace('.', '-')}", reason, time.GetUtcNow()), cancellation);
    }

    /// <summary>The person who asked; where nothing was asked yet, the person who the writer is.</summary>
    private async Task<SubjectId?> WhoAsync(HeardMessage message, MessageId? asking, CancellationToken cancellation) =>
        asking is { } id
            ? (await messages.FindAsync(id, cancellation))?.AskedBy.Id
            : (await links.FindAsync(message.Message.Team, message.Message.User, cancellation))?.Person.Id;
}
