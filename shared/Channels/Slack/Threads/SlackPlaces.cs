using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Maps conversations to Slack threads. The id of a conversation is derived from the place, so two concurrent first messages create one
/// conversation.
/// </summary>
internal sealed class SlackPlaces(Tables tables)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<ThreadId, SlackThreadPlace> _known = new();
    private readonly ConcurrentDictionary<ThreadId, bool> _elsewhere = new();

    public static ThreadId ThreadOf(SlackTeamId team, SlackChannelId channel, SlackTs root) => ThreadId.Of($"slack {team} {channel} {root}");

    /// <summary>
    /// Returns the conversation of a thread in direct messages. It depends on the person: if the Slack user is linked to another person
    /// later, that person gets new conversations.
    /// </summary>
    public static ThreadId DirectThreadOf(SlackTeamId team, SlackChannelId channel, SlackTs root, SubjectId owner) =>
        ThreadId.Of($"slack {team} {channel} {root} {owner}");

    /// <summary>Stores the place of a message, before its conversation is created.</summary>
    public async Task<SlackThreadPlace> AddAsync(SlackMessage message, Uri origin, SubjectId speaker, CancellationToken cancellation)
    {
        var place = message.Kind is SlackChannelKind.Direct
                ? new SlackThreadPlace(
                    DirectThreadOf(message.Team, message.Channel, message.Root, speaker), message.Team, message.Channel, message.Root, message.User, speaker)
                {
                    Origin = origin,
                }
                : new SlackThreadPlace(ThreadOf(message.Team, message.Channel, message.Root), message.Team, message.Channel, message.Root, null, null)
                {
                    Origin = origin,
                };
        if (await FindAsync(place.Thread, cancellation) is { } known)
            return known;
        await tables.Slack.UpsertEntityAsync(new TableEntity(place.Team.Value, SlackKeys.Of(place.Channel, place.Thread)), TableUpdateMode.Merge, cancellation);
        await tables.Slack.UpsertEntityAsync(
            new TableEntity(place.Thread.Value, SlackKeys.Place)
            {
                ["Team"] = place.Team.Value,
                ["Channel"] = place.Channel.Value,
                ["Root"] = place.Root.Value,
                ["Direct"] = place.Direct?.Value,
                ["Owner"] = place.Owner?.Value,
                ["Origin"] = origin.AbsoluteUri,
            },
            TableUpdateMode.Replace,
            cancellation);
        return Know(place);
    }

    /// <summary>Returns the place of a conversation; null when it is not in Slack.</summary>
    public async Task<SlackThreadPlace?> FindAsync(ThreadId thread, CancellationToken cancellation)
    {
        if (_known.TryGetValue(thread, out var known))
            return known;
        var found = await tables.Slack.GetEntityIfExistsAsync<TableEntity>(thread.Value, SlackKeys.Place, cancellationToken: cancellation);
        return found is { HasValue: true, Value: { } row }
            ? Know(new(
                thread,
                SlackTeamId.Parse(row.GetString("Team")),
                SlackChannelId.Parse(row.GetString("Channel")),
                SlackTs.Parse(row.GetString("Root")),
                SlackUserId.TryParse(row.GetString("Direct"), out var direct) ? direct : null,
                SubjectId.TryParse(row.GetString("Owner"), out var owner) ? owner : null)
            {
                Origin = row.GetString("Origin") is { } origin ? new(origin) : null,
            })
            : null;
    }

    /// <summary>Returns whether an existing thread is in Slack. The place is stored before the thread, so the negative result can be cached.</summary>
    public async Task<bool> IsInSlackAsync(ThreadId thread, CancellationToken cancellation)
    {
        if (_elsewhere.ContainsKey(thread))
            return false;
        if (await FindAsync(thread, cancellation) is not null)
            return true;
        if (_elsewhere.Count > MostRemembered)
            _elsewhere.Clear();
        _elsewhere[thread] = true;
        return false;
    }

    /// <summary>Returns the conversations of a channel.</summary>
    public async IAsyncEnumerable<ThreadId> InAsync(SlackTeamId team, SlackChannelId channel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstOf(channel)} and RowKey lt {SlackKeys.AfterOf(channel)}");
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(filter, null, ["RowKey"], cancellation))
            yield return ThreadId.Parse(row.RowKey[SlackKeys.FirstOf(channel).Length..]);
    }

    private SlackThreadPlace Know(SlackThreadPlace place)
    {
        if (_known.Count > MostRemembered)
            _known.Clear();
        return _known[place.Thread] = place;
    }
}

/// <summary>The Slack thread of a conversation.</summary>
/// <param name="Direct">The Slack user of the direct messages; null in a channel.</param>
/// <param name="Owner">The person of that Slack user when it was created; null in a channel.</param>
internal sealed record SlackThreadPlace(ThreadId Thread, SlackTeamId Team, SlackChannelId Channel, SlackTs Root, SlackUserId? Direct, SubjectId? Owner)
{
    public SlackPlace Place => new(Team, Channel, Root);

    /// <summary>The origin of this app when the conversation was created. Links use it.</summary>
    public Uri? Origin { get; init; }
}
