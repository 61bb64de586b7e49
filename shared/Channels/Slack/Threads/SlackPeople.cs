using System.Collections.Concurrent;
using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Users as Slack describes them, cached for half a minute.</summary>
internal sealed class SlackPeople(SlackClient client, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(SlackTeamId, SlackUserId), (DateTimeOffset At, SlackPerson Person)> _known = new();

    /// <summary>The next look asks Slack.</summary>
    public void Forget(SlackTeamId team, SlackUserId user) => _known.TryRemove((team, user), out _);

    public async Task<SlackOutcome<SlackPerson>> FindAsync(SlackTeamId team, SlackUserId user, CancellationToken cancellation)
    {
        if (_known.TryGetValue((team, user), out var known) && time.GetUtcNow() - known.At < SlackRooms.Remembered)
            return new SlackOutcome<SlackPerson>.Done(known.Person);
        var at = time.GetUtcNow();
        var found = await client.PersonAsync(team, user, cancellation);
        if (found is not SlackOutcome<SlackPerson>.Done done)
            return found;
        if (_known.Count > MostRemembered)
            _known.Clear();
        _known[(team, user)] = (at, done.Value);
        return found;
    }
}
