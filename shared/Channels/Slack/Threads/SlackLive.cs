using System.Globalization;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Streams a running turn to its asker's direct messages: its steps and its text. Channels get no stream, because everybody there would see
/// it.
/// </summary>
internal sealed class SlackLive(SlackClient client, SlackPosts posts, SlackLinks links, EventLog events, EventRights rights, TimeProvider time)
{
    /// <summary>Maximum of messages of one stream. Slack ends a streamed message after minutes or thousands of characters.</summary>
    private const int MostMessages = 100;

    /// <summary>Number of events to look back. A turn's events are the last of its thread; older ones are not streamed.</summary>
    private const int LookBack = 400;

    public static SlackPostKey EndedKey(TurnId turn) => SlackPostKey.Of(turn.Value, "streamed");

    /// <summary>Starts a stream; null when nothing is to be streamed.</summary>
    public async Task<SlackLiveTurn?> BeginAsync(HeardMessage heard, SlackThreadPlace place, TurnId turn, SubjectId asker, CancellationToken cancellation)
    {
        var message = heard.Message;
        if (place.Direct is null
            || await links.FindAsync(message.Team, message.User, cancellation) is not { } link || link.Person.Id != asker
            || await posts.KnowsAsync(place.Place, EndedKey(turn), cancellation))
            return null;
        if (await ClearAsync(heard, place, turn, cancellation) is not SlackOutcome<SlackNone>.Done)
            return null;
        var stream = new SlackStream(client, posts, place.Place, message.User, at => KeyOf(turn, at), time);
        return new(stream, events, rights, turn, link.Person, Math.Max(0, await events.LastAsync(turn.Thread, cancellation) - LookBack));
    }

    /// <summary>Deletes the messages of an earlier attempt to stream the turn. The answer is then posted again.</summary>
    public Task<SlackOutcome<SlackNone>> ClearAsync(HeardMessage heard, SlackThreadPlace place, TurnId turn, CancellationToken cancellation) =>
        StreamEnding.ClearAsync(client, place.Place, TimeOf(heard.Message.Ts), Enumerable.Range(0, MostMessages).Select(at => KeyOf(turn, at)), cancellation);

    private static SlackPostKey KeyOf(TurnId turn, int at) => SlackPostKey.Of(turn.Value, "stream", $"{at}");

    private static DateTimeOffset TimeOf(SlackTs ts) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(ts.Value.Split('.')[0], CultureInfo.InvariantCulture));
}
