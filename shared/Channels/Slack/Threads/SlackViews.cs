using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// Shows the target of a public card to the person who clicks it: their view of the answer, with their present rights. Nothing runs as
/// them. An unknown reference gets the same answer as one without access.
/// </summary>
internal sealed class SlackViews(
    SlackSwitch slack,
    SlackClient client,
    SlackPeople people,
    SlackLinks links,
    LinkStates states,
    SlackCards cards,
    SlackPlaces places,
    ThreadStore threads,
    MessageStore messages,
    AnswerVisibility visibility, Authorities authorities)
{
    private const string Locked =
        "This answer is locked for you: it was given with another person's access. Open the conversation to ask the same as yourself.";

    /// <summary>Shows the view as a private note in the answer's thread.</summary>
    public async Task ShowAsync(SlackTeamId team, SlackUserId user, string reference, Uri origin, CancellationToken cancellation)
    {
        if (await MessageAsync(team, reference, cancellation) is not (var message, { Direct: null } place))
            return;
        var posts = await ViewAsync(place, user, message, origin, cancellation) switch
        {
            View.SignIn signIn => [SlackNotes.SignIn(signIn.Address)],
            View.Refused refused => [SlackNotes.Refusal(refused.Reason)],
            View.Open open => AnswerShown.Of(open.Answer, Web(origin, place.Thread)).ToArray(),
            _ => Array.Empty<SlackPost>(),
        };
        foreach (var post in posts)
            await client.WhisperAsync(place.Place, user, post, cancellation);
    }

    /// <summary>Shows the view in the pane of the card's Work Object.</summary>
    public async Task PresentAsync(SlackTeamId team, SlackUserId user, string reference, string trigger, Uri origin, CancellationToken cancellation)
    {
        var found = await MessageAsync(team, reference, cancellation);
        var view = found is (var message, { Direct: null } place)
            ? await ViewAsync(place, user, message, origin, cancellation)
            : new View.Refused(SlackWords.Nothing);
        SlackPane? pane = view switch
        {
            View.SignIn signIn => new SlackPane.SignIn(signIn.Address),
            View.Refused refused => new SlackPane.Refusal("Not shown", refused.Reason),
            View.Open open => SlackNotes.Pane(reference, Web(origin, found!.Value.Place.Thread), "An answer", open.Answer.Reply.Text),
            _ => new SlackPane.Refusal("Not shown", SlackWords.Nothing),
        };
        await client.PresentAsync(team, trigger, pane, cancellation);
    }

    /// <summary>Returns the thread of a card, for a person who may see its message; null for others.</summary>
    public async Task<ThreadId?> ThreadOfAsync(string reference, SubjectId person, CancellationToken cancellation) =>
        slack.Workspace is { Team: var team }
        && await cards.FindAsync(team, reference, cancellation) is { } message
        && await threads.FindForMemberAsync(person, message.Thread, cancellation) is { } thread && thread.Me.MayRead(message)
            ? message.Thread
            : null;

    private static Uri Web(Uri origin, ThreadId thread) => new(origin, $"/t/{thread}");

    private async Task<(MessageId Message, SlackThreadPlace Place)?> MessageAsync(SlackTeamId team, string reference, CancellationToken cancellation) =>
        await cards.FindAsync(team, reference, cancellation) is { } message && await places.FindAsync(message.Thread, cancellation) is { } place
            ? (message, place)
            : null;

    /// <summary>Returns the view of a Slack user. Strangers, guests and bots see nothing.</summary>
    private async Task<View> ViewAsync(SlackThreadPlace place, SlackUserId user, MessageId id, Uri origin, CancellationToken cancellation)
    {
        if (await people.FindAsync(place.Team, user, cancellation) is not SlackOutcome<SlackPerson>.Done { Value: { MayAct: true } person }
            || !person.IsOf(place.Team))
            return new View.Nobody();
        if (await links.FindAsync(place.Team, user, cancellation) is not { } link)
            return slack.Required.ClientId is null
                ? new View.Refused(SlackWords.CannotLink)
                : new View.SignIn(new(origin, $"/auth/slack/link?state={await states.NewAsync(user, place.Place, asked: null, cancellation)}"));
        var confirmed = await authorities.ConfirmAsync(link.Person, Freshness.Read, cancellation);
        if (confirmed is not AuthorityResult.Confirmed { Authority: var viewer })
            return new View.Refused(((AuthorityResult.Refused)confirmed).Reason);
        if (await threads.FindForMemberAsync(link.Person.Id, id.Thread, cancellation) is not { } thread || !thread.Me.MayRead(id)
            || await messages.FindAsync(id, link.Person.Id, cancellation) is not { } message)
            return new View.Refused(SlackWords.Nothing);
        return await visibility.OfAsync(viewer, message, cancellation) is VisibleMessage.Open open ? new View.Open(open) : new View.Refused(Locked);
    }

    private abstract record View
    {
        public sealed record Nobody : View;

        public sealed record SignIn(Uri Address) : View;

        public sealed record Refused(string Reason) : View;

        public sealed record Open(VisibleMessage.Open Answer) : View;
    }
}
