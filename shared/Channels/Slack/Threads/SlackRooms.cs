using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>The members of channels as Slack lists them, cached for half a minute.</summary>
internal sealed class SlackRooms(SlackClient client, TimeProvider time)
{
    private const int MostRemembered = 2_000;

    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    /// <summary>Cache time of a failure, so that not every check waits for an unavailable Slack.</summary>
    private static readonly TimeSpan RememberedUnclear = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(SlackTeamId, SlackChannelId), (DateTimeOffset At, SlackRoom Room)> _known = new();
    private readonly ConcurrentDictionary<(SlackTeamId, SlackChannelId), SharedQuestion<SlackRoom>> _questions = new();

    public async Task<SlackRoom> OfAsync(SlackTeamId team, SlackChannelId channel, CancellationToken cancellation)
    {
        if (_known.TryGetValue((team, channel), out var known)
            && time.GetUtcNow() - known.At < (known.Room is SlackRoom.Unclear ? RememberedUnclear : Remembered))
            return known.Room;
        return await _questions.GetOrAdd((team, channel), static _ => new()).AskAsync(() => AskAsync(team, channel)).WaitAsync(cancellation);
    }

    public void Forget(SlackTeamId team, SlackChannelId channel) => _known.TryRemove((team, channel), out _);

    private async Task<SlackRoom> AskAsync(SlackTeamId team, SlackChannelId channel)
    {
        if (_known.Count > MostRemembered)
        {
            _known.Clear();
            _questions.Clear();
        }

        var at = time.GetUtcNow();
        var room = await ReadAsync(team, channel);
        _known[(team, channel)] = (room is SlackRoom.Unclear ? time.GetUtcNow() : at, room);
        return room;
    }

    private async Task<SlackRoom> ReadAsync(SlackTeamId team, SlackChannelId channel)
    {
        var state = await client.ChannelAsync(team, channel, CancellationToken.None);
        if (state is not SlackOutcome<SlackChannelState>.Done { Value: var found })
            return IsGone(state) ? new SlackRoom.Closed("gone") : new SlackRoom.Unclear();
        if (found.IsShared)
            return new SlackRoom.Closed("shared");
        if (found.IsArchived)
            return new SlackRoom.Closed("archived");
        if (found.IsGroupDirect)
            return new SlackRoom.Closed("group-message");
        return await client.MembersAsync(team, channel, CancellationToken.None) switch
        {
            SlackOutcome<ImmutableHashSet<SlackUserId>>.Done members => new SlackRoom.Open(members.Value, found.IsPrivate),
            var other => IsGone(other) ? new SlackRoom.Closed("gone") : new SlackRoom.Unclear(),
        };
    }

    /// <summary>Returns whether the channel is gone or the app is not in it. Errors of the app's token say nothing about a channel.</summary>
    private static bool IsGone<T>(SlackOutcome<T> outcome) =>
        outcome is SlackOutcome<T>.Refused { Code: "channel_not_found" or "not_in_channel" or "is_archived" };
}

internal abstract record SlackRoom
{
    private SlackRoom()
    {
    }

    /// <param name="IsPrivate">True when only its members can read it. A public channel is read by the whole workspace.</param>
    public sealed record Open(ImmutableHashSet<SlackUserId> Members, bool IsPrivate) : SlackRoom;

    /// <summary>Closed for everybody here: archived, shared with another organisation, or without the app.</summary>
    public sealed record Closed(string Why) : SlackRoom;

    public sealed record Unclear : SlackRoom;
}
