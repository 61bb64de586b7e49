using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Decides whether everybody in a channel may see an answer. Each member must be linked, admitted by the thread's door, active, and have
/// the rights for its evidence. Members with unknown rights (a guest, another app, an unlinked person) may not see it. An answer with
/// evidence is never posted to a public channel, because the whole workspace reads it.
/// </summary>
internal sealed class SlackAudience(
    SlackClient client, SlackRooms rooms, SlackThreads threads, SlackDoor door, SlackLinks links, Authorities authorities, AnswerVisibility visibility)
{
    private const int Most = 24;

    public async Task<bool> SeesAsync(SlackThreadPlace place, Authority asker, ThreadMessage.Answer answer, CancellationToken cancellation)
    {
        if (await rooms.OfAsync(place.Team, place.Channel, cancellation) is not SlackRoom.Open { Members: var members, IsPrivate: var isPrivate })
            return false;
        // An answer without evidence depends only on text that was typed in the thread.
        if (!answer.IsPrivate)
            return await threads.IsAllSaidHereAsync(answer.Turn, asker.Subject.Id, cancellation);
        if (!isPrivate
            || members.Count > Most + 1
            || await client.WhoAmIAsync(place.Team, cancellation) is not SlackOutcome<SlackBot>.Done { Value.User: var agent })
            return false;
        foreach (var member in members.Where(member => member != agent))
        {
            if (await links.FindAsync(place.Team, member, cancellation) is not { } link
                || await door.AdmitsAsync(link.Person.Id, place.Thread, cancellation) is not Admission.Inside
                || !await SeesAsync(link, asker, answer, cancellation))
                return false;
        }

        return true;
    }

    private async Task<bool> SeesAsync(SlackLink link, Authority asker, ThreadMessage.Answer answer, CancellationToken cancellation)
    {
        if (link.Person.Id == asker.Subject.Id)
            return true;
        return authorities.CanConfirmForOthers(link.Person)
            && await authorities.FindAsync(link.Person, Freshness.Read, cancellation) is { } viewer
            && await visibility.OfAsync(viewer, answer, cancellation) is VisibleMessage.Open;
    }
}
