using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Admits people to a Slack thread who are linked, full members of the workspace, and in the channel now. In direct messages, it admits
/// only the person who started the conversation, while they are linked to that Slack user.
/// </summary>
internal sealed class SlackDoor(SlackPlaces places, SlackLinks links, SlackRooms rooms, SlackPeople people) : IThreadDoor
{
    public async Task<Admission> AdmitsAsync(SubjectId person, ThreadId thread, CancellationToken cancellation)
    {
        if (await places.FindAsync(thread, cancellation) is not { } place || await links.OfAsync(place.Team, person, cancellation) is not { } link)
            return new Admission.Outside();
        if (place.Direct is { } user)
            return user == link.User && place.Owner == person ? Inside(link) : new Admission.Outside();
        return await rooms.OfAsync(place.Team, place.Channel, cancellation) switch
        {
            SlackRoom.Open open => open.Members.Contains(link.User) ? await AsMemberAsync(link, cancellation) : new Admission.Outside(),
            SlackRoom.Closed => new Admission.Outside(),
            SlackRoom.Unclear => new Admission.Unclear(),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Admits a member of the channel. A linked user who has become a guest is in the channel, but is not admitted here.</summary>
    private async Task<Admission> AsMemberAsync(SlackLink link, CancellationToken cancellation) =>
        await people.FindAsync(link.Team, link.User, cancellation) switch
        {
            SlackOutcome<SlackPerson>.Done { Value: { MayAct: true } person } when person.IsOf(link.Team) => Inside(link),
            SlackOutcome<SlackPerson>.Done or SlackOutcome<SlackPerson>.Refused { Code: "user_not_found" } => new Admission.Outside(),
            _ => new Admission.Unclear(),
        };

    private static Admission.Inside Inside(SlackLink link) => new(Participant.Of(link.Person));
}
