using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Lets into a Slack thread who is linked and is in the channel now; into direct messages, whose they are and who began the conversation.</summary>
internal sealed class SlackDoor(SlackPlaces places, SlackLinks links, SlackRooms rooms) : IThreadDoor
{
    public async Task<Admission> AdmitsAsync(SubjectId person, ThreadId thread, CancellationToken cancellation)
    {
        if (await places.FindAsync(thread, cancellation) is not { } place || await links.OfAsync(place.Team, person, cancellation) is not { } link)
            return new Admission.Outside();
        if (place.Direct is { } user)
            return user == link.User && place.Owner == person ? Inside(link) : new Admission.Outside();
        return await rooms.OfAsync(place.Team, place.Channel, cancellation) switch
        {
            SlackRoom.Open open => open.Members.Contains(link.User) ? Inside(link) : new Admission.Outside(),
            SlackRoom.Closed => new Admission.Outside(),
            SlackRoom.Unclear => new Admission.Unclear(),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static Admission.Inside Inside(SlackLink link) => new(Participant.Of(link.Person));
}
