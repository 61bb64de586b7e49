using Azure;
using Azure.Data.Tables;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Slack threads as conversations: beginning one, and aligning its members with the channel.</summary>
internal sealed class SlackThreads(Tables tables, ThreadStore threads, MessageStore messages, SlackPlaces places, SlackDoor door, SlackRooms rooms, EventLog events)
{
    /// <summary>A longer conversation is not looked through.</summary>
    private const int MostCompared = 400;

    /// <summary>The conversation of the message, with its speaker in it; null when they may not be in it now. Throws while Slack cannot be asked.</summary>
    public async Task<SlackThreadPlace?> EnterAsync(SlackMessage message, Uri origin, Authority speaker, CancellationToken cancellation)
    {
        var place = await places.AddAsync(message, origin, speaker.Subject.Id, cancellation);
        switch (await door.AdmitsAsync(speaker.Subject.Id, place.Thread, cancellation))
        {
            case Admission.Outside:
                return null;
            case Admission.Unclear:
                throw new HttpRequestException("Slack does not say who is in the channel.");
        }

        if (await threads.FindMemberAsync(speaker.Subject.Id, place.Thread, cancellation) is null)
            await BeginAsync(place, speaker, cancellation);
        return await threads.FindMemberAsync(speaker.Subject.Id, place.Thread, cancellation) is null ? null : place;
    }

    /// <summary>Whether it is a reply in a channel's thread that is a conversation here.</summary>
    public async Task<bool> IsInConversationAsync(SlackMessage message, CancellationToken cancellation) =>
        message.Kind is SlackChannelKind.Channel && message.Root != message.Ts && message.Text.Plain.Length > 0
        && await places.FindAsync(SlackPlaces.ThreadOf(message.Team, message.Channel, message.Root), cancellation) is not null;

    /// <summary>The next look at any conversation of the channel asks Slack.</summary>
    public void Forget(SlackTeamId team, SlackChannelId channel) => rooms.Forget(team, channel);

    /// <summary>Who left a channel leaves its conversations, and their streams end; without this they would at the next look.</summary>
    public async Task AlignAsync(SlackTeamId team, SlackChannelId channel, CancellationToken cancellation)
    {
        await foreach (var thread in places.InAsync(team, channel, cancellation))
        {
            var gone = false;
            foreach (var member in await threads.MembersAsync(thread, cancellation))
                gone |= await threads.FindMemberAsync(member.Subject, thread, cancellation) is null;
            if (gone)
                await events.AppendAsync(thread, [ThreadEvent.Members()], cancellation);
        }
    }

    /// <summary>Who was answered last there, and when: they may go on without a mention.</summary>
    public async Task<(SlackUserId User, DateTimeOffset At)?> LastAnsweredAsync(ThreadId thread, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(thread.Value, SlackKeys.Last, cancellationToken: cancellation) is { HasValue: true, Value: { } row }
        && SlackUserId.TryParse(row.GetString("User"), out var user) && row.GetDateTimeOffset("At") is { } at
            ? (user, at)
            : null;

    /// <summary>The turn that was started last there; null when there was none.</summary>
    public async Task<TurnId?> LastTurnAsync(ThreadId thread, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(thread.Value, SlackKeys.Last, cancellationToken: cancellation) is { HasValue: true, Value: { } row }
        && TurnId.TryParse(row.GetString("Turn"), out var turn)
            ? turn
            : null;

    public Task StartedAsync(TurnId turn, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(new TableEntity(turn.Thread.Value, SlackKeys.Last) { ["Turn"] = turn.Value }, TableUpdateMode.Merge, cancellation);

    /// <summary>The message is in Slack, written there or told there.</summary>
    public Task SaidAsync(MessageId message, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(new TableEntity(message.Thread.Value, SlackKeys.Said(message)), TableUpdateMode.Merge, cancellation);

    /// <summary>
    /// Whether everything typed up to the turn is in Slack, where everybody in the channel reads it. What was changed in the web app since is read by
    /// the linked alone.
    /// </summary>
    public async Task<bool> IsAllSaidHereAsync(TurnId turn, SubjectId asker, CancellationToken cancellation)
    {
        if (turn.Seq > MostCompared || await threads.FindMemberAsync(asker, turn.Thread, cancellation) is not { } me)
            return false;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {turn.Thread.Value} and RowKey ge {SlackKeys.FirstSaid} and RowKey lt {SlackKeys.AfterSaid}");
        var said = new HashSet<string>();
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(filter, null, ["RowKey"], cancellation))
            said.Add(row.RowKey);
        var all = await messages.ListAsync(turn.Thread, me, isChanged: true, new(1, (int)turn.Seq), cancellation);
        return all.OfType<ThreadMessage.Typed>().All(typed => typed.EditedAt is null && said.Contains(SlackKeys.Said(typed.Id)));
    }

    public Task AnsweredAsync(ThreadId thread, SlackUserId user, DateTimeOffset at, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(new TableEntity(thread.Value, SlackKeys.Last) { ["User"] = user.Value, ["At"] = at }, TableUpdateMode.Merge, cancellation);

    private async Task BeginAsync(SlackThreadPlace place, Authority speaker, CancellationToken cancellation)
    {
        try
        {
            await threads.CreateAsync(place.Thread, null, speaker.Subject, null, [], cancellation, behindDoor: true);
        }
        catch (RequestFailedException begun) when (begun.Status == 409)
        {
            // Another first message began it at the same moment; the membership follows below.
        }
    }
}
