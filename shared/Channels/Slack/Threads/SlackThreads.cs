using Azure;
using Azure.Data.Tables;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Creates conversations of Slack threads, and aligns their members with the channel.</summary>
internal sealed class SlackThreads(
    Tables tables, ThreadStore threads, MessageStore messages, SlackPlaces places, SlackDoor door, SlackRooms rooms, EventLog events)
{
    /// <summary>Maximum of messages to compare. A longer conversation is not checked.</summary>
    private const int MostCompared = 400;

    /// <summary>
    /// Returns the conversation of a message after adding its speaker; null when the speaker is not admitted. Throws while Slack is
    /// unavailable.
    /// </summary>
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

    /// <summary>Returns whether a message is a reply in a channel's thread that has a conversation.</summary>
    public async Task<bool> IsInConversationAsync(SlackMessage message, CancellationToken cancellation) =>
        message.Kind is SlackChannelKind.Channel && message.Root != message.Ts && message.Text.Plain.Length > 0
        && await places.FindAsync(SlackPlaces.ThreadOf(message.Team, message.Channel, message.Root), cancellation) is not null;

    /// <summary>Removes the channel's members from the cache, so that the next check asks Slack.</summary>
    public void Forget(SlackTeamId team, SlackChannelId channel) => rooms.Forget(team, channel);

    /// <summary>
    /// Removes people who left the channel from its conversations and ends their streams. Otherwise this would happen at their next access
    /// check.
    /// </summary>
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

    /// <summary>Returns the person who was answered last, with the time. This person can continue without a mention.</summary>
    public async Task<(SlackUserId User, DateTimeOffset At)?> LastAnsweredAsync(ThreadId thread, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(thread.Value, SlackKeys.Last, cancellationToken: cancellation)
            is { HasValue: true, Value: { } row }
        && SlackUserId.TryParse(row.GetString("User"), out var user) && row.GetDateTimeOffset("At") is { } at
            ? (user, at)
            : null;

    /// <summary>Returns the last turn of the conversation; null when there is none.</summary>
    public async Task<TurnId?> LastTurnAsync(ThreadId thread, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(thread.Value, SlackKeys.Last, cancellationToken: cancellation)
            is { HasValue: true, Value: { } row }
        && TurnId.TryParse(row.GetString("Turn"), out var turn)
            ? turn
            : null;

    public Task StartedAsync(TurnId turn, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(new TableEntity(turn.Thread.Value, SlackKeys.Last) { ["Turn"] = turn.Value }, TableUpdateMode.Merge, cancellation);

    /// <summary>Marks a message as being in Slack, written or posted there.</summary>
    public Task SaidAsync(MessageId message, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(new TableEntity(message.Thread.Value, SlackKeys.Said(message)), TableUpdateMode.Merge, cancellation);

    /// <summary>
    /// Returns whether all messages up to the turn are in Slack, where everybody in the channel can read them. Edits in the web app are
    /// visible to linked members only.
    /// </summary>
    public async Task<bool> IsAllSaidHereAsync(TurnId turn, SubjectId asker, CancellationToken cancellation)
    {
        if (turn.Seq > MostCompared || await threads.FindMemberAsync(asker, turn.Thread, cancellation) is not { } me)
            return false;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {turn.Thread.Value} and RowKey ge {SlackKeys.FirstSaid} and RowKey lt {SlackKeys.AfterSaid}");
        var said = new HashSet<string>();
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(filter, null, ["RowKey"], cancellation))
            said.Add(row.RowKey);
        var all = await messages.ListAsync(turn.Thread, me, isChanged: true, new(1, (int)turn.Seq), cancellation);
        return all.OfType<ThreadMessage.Typed>().All(typed => typed.EditedAt is null && said.Contains(SlackKeys.Said(typed.Id)));
    }

    public Task AnsweredAsync(ThreadId thread, SlackUserId user, DateTimeOffset at, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(
            new TableEntity(thread.Value, SlackKeys.Last) { ["User"] = user.Value, ["At"] = at }, TableUpdateMode.Merge, cancellation);

    private async Task BeginAsync(SlackThreadPlace place, Authority speaker, CancellationToken cancellation)
    {
        try
        {
            await threads.CreateAsync(place.Thread, null, speaker.Subject, null, [], cancellation, behindDoor: true);
        }
        catch (RequestFailedException begun) when (begun.Status == 409)
        {
            // A concurrent first message created it. The membership is added below.
        }
    }
}

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
