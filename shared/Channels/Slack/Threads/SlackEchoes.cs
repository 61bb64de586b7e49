using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Posts a member's web app messages to the Slack thread, once each, as the app, with the member's name in the text. Such a message is
/// stored as heard, so its answer is delivered like every answer in Slack.
/// </summary>
internal sealed class SlackEchoes(
    SlackClient client,
    SlackPosts posts,
    SlackPlaces places,
    SlackDoor door,
    SlackLinks links,
    SlackThreads threads,
    HeardMessages heard,
    MessageStore messages,
    PublicOrigin origins)
{
    /// <returns>The message in Slack; null when it is not to be posted. Throws while Slack is unavailable.</returns>
    public async Task<HeardMessage?> TellAsync(MessageId id, CancellationToken cancellation)
    {
        if (await places.FindAsync(id.Thread, cancellation) is not { } place
            // A place of an earlier version has no origin.
            || (origins.Known ?? place.Origin) is not { } origin
            || await messages.FindAsync(id, cancellation) is not ThreadMessage.Typed said
            || await messages.FindAsync(id, said.AskedBy.Id, cancellation) is not ThreadMessage.Typed { IsDeleted: false } typed
            || !await IsInsideAsync(said.AskedBy.Id, id.Thread, cancellation)
            || await links.OfAsync(place.Team, said.AskedBy.Id, cancellation) is not { } link)
            return null;
        SlackPosted? first = null;
        var pages = SlackNotes.Typed(typed.AskedBy.Name, typed.Text);
        for (var i = 0; i < pages.Length; i++)
        {
            switch (await posts.PostOnceAsync(place.Place, SlackPostKey.Of(id.Value, "web", $"{i}"), pages[i], cancellation))
            {
                case SlackOutcome<SlackPosted>.Done done:
                    first ??= done.Value;
                    break;
                case SlackOutcome<SlackPosted>.Refused:
                    return null;
                default:
                    throw new HttpRequestException("Slack cannot be reached.");
            }
        }

        return first is null ? null : await HeardAsync(typed, place, link.User, first.Ts, origin, cancellation);
    }

    private async Task<HeardMessage> HeardAsync(
        ThreadMessage.Typed typed, SlackThreadPlace place, SlackUserId user, SlackTs ts, Uri origin, CancellationToken cancellation)
    {
        await threads.SaidAsync(typed.Id, cancellation);
        var kind = place.Direct is null ? SlackChannelKind.Channel : SlackChannelKind.Direct;
        var told = new HeardMessage(new(place.Team, user, place.Channel, ts, place.Root, kind, new("", false, false)), origin, null)
        {
            IsEntered = true,
            Turn = typed.Turn,
        };
        await heard.ToldAsync(told, cancellation);
        if (typed.Turn is { } turn)
        {
            await threads.StartedAsync(turn, cancellation);
            // The status is only a progress indicator. A failure does not affect the answer.
            await client.SetStatusAsync(place.Place, SlackSessionStatus.Processing, user, null, cancellation);
        }

        return told;
    }

    private async Task<bool> IsInsideAsync(SubjectId person, ThreadId thread, CancellationToken cancellation) =>
        await door.AdmitsAsync(person, thread, cancellation) switch
        {
            Admission.Inside => true,
            Admission.Outside => false,
            _ => throw new HttpRequestException("Slack does not say who is in the channel."),
        };
}
