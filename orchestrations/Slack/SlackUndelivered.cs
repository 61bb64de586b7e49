using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>What Slack did not take waits in the person's inbox of the web app.</summary>
public sealed class SlackUndelivered
{
    private readonly SlackSwitch _slack;
    private readonly HeardMessages _heard;
    private readonly SlackLinks _links;
    private readonly MessageStore _messages;
    private readonly InboxItems _inbox;

    internal SlackUndelivered(SlackSwitch slack, HeardMessages heard, SlackLinks links, MessageStore messages, InboxItems inbox)
    {
        _slack = slack;
        _heard = heard;
        _links = links;
        _messages = messages;
        _inbox = inbox;
    }

    /// <param name="reason">A slug for the person.</param>
    internal async Task TellAsync(SlackHeard which, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(which);
        var (team, channel, ts) = (SlackTeamId.Parse(which.Team), SlackChannelId.Parse(which.Channel), SlackTs.Parse(which.Ts));
        if (!_slack.IsOn || await _heard.FindAsync(team, channel, ts, cancellation) is not { IsAside: false } heard)
            return;
        MessageId? asking = TurnId.TryParse(which.Turn, out var turn) ? turn.Asking : null;
        if (await WhoAsync(heard, asking, cancellation) is { } person)
            await _inbox.PutAsync(person, at => InboxItem.Undelivered(asking, $"{channel}-{ts.Value.Replace('.', '-')}", reason, at), cancellation);
    }

    /// <summary>The person who asked; where nothing was asked yet, the person who the writer is.</summary>
    private async Task<SubjectId?> WhoAsync(HeardMessage heard, MessageId? asking, CancellationToken cancellation) =>
        asking is { } id
            ? (await _messages.FindAsync(id, cancellation))?.AskedBy.Id
            : (await _links.FindAsync(heard.Message.Team, heard.Message.User, cancellation))?.Person.Id;
}
