using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>
/// Adds a person's Slack message to its thread. The person must be a linked member of the workspace, active in their directory and a member
/// of the channel. Other writers get a private note, and their message is not added.
/// </summary>
public sealed class SayFromSlack
{
    private readonly SlackSwitch _slack;
    private readonly HeardMessages _heard;
    private readonly SlackPeople _people;
    private readonly SlackLinks _links;
    private readonly LinkStates _states;
    private readonly SlackThreads _threads;
    private readonly SlackTelling _telling;
    private readonly SlackClient _client;
    private readonly Authorities _authorities;
    private readonly SayInThread _say;

    internal SayFromSlack(
        SlackSwitch slack,
        HeardMessages heard,
        SlackPeople people,
        SlackLinks links,
        LinkStates states,
        SlackThreads threads,
        SlackTelling telling,
        SlackClient client,
        Authorities authorities, SayInThread say)
    {
        _slack = slack;
        _heard = heard;
        _people = people;
        _links = links;
        _states = states;
        _threads = threads;
        _telling = telling;
        _client = client;
        _authorities = authorities;
        _say = say;
    }

    /// <returns>The turn that the message started; null when there is none.</returns>
    public async Task<TurnId?> RunAsync(SlackHeard which, DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(which);
        if (!_slack.IsOn
            || await _heard.FindAsync(SlackTeamId.Parse(which.Team), SlackChannelId.Parse(which.Channel), SlackTs.Parse(which.Ts), cancellation)
                is not { } heard)
            return null;
        if (heard.IsEntered)
            return heard.Turn;
        var entry = await SayAsync(heard, durable, cancellation);
        // A message to other people gets no private note.
        if (entry is Entry.Told { Note: { } note } && !heard.IsAside)
            await _telling.TellAsync(heard.Message, note, cancellation);
        if (entry is Entry.Told { Waits: true })
            await _heard.WaitsAsync(heard.Message, CancellationToken.None);
        else
            await _heard.EnteredAsync(heard.Message, (entry as Entry.Asked)?.Turn, CancellationToken.None);
        return (entry as Entry.Asked)?.Turn;
    }

    private async Task<Entry> SayAsync(HeardMessage heard, DurableTaskClient durable, CancellationToken cancellation)
    {
        var message = heard.Message;
        if (await WhyNotAsync(message, cancellation) is { } stranger)
            return stranger.Length == 0 ? new Entry.Nothing() : Refused(stranger);
        if (heard.Refusal is { } refusal)
            return Refused(SlackWords.Of(refusal));
        if (await _links.FindAsync(message.Team, message.User, cancellation) is not { } link)
            return heard.IsAside ? new Entry.Nothing() : await InviteAsync(heard, cancellation);
        var confirmed = await _authorities.ConfirmAsync(link.Person, Freshness.Read, cancellation);
        if (confirmed is not AuthorityResult.Confirmed { Authority: var speaker })
            return Refused(((AuthorityResult.Refused)confirmed).Reason);
        if (!heard.IsAside && !await _authorities.CanConfirmLaterAsync(speaker.Subject, cancellation))
            return Refused(SlackWords.CannotConfirmLater);
        return await _threads.EnterAsync(message, heard.Origin, speaker, cancellation) is { } place
            ? await SayAsync(heard, place, speaker, durable, cancellation)
            : Refused(SlackWords.NotHere);
    }

    private static Entry.Told Refused(string words) => new(SlackNotes.Refusal(words));

    /// <summary>Returns the refusal of a writer. Null for a member of the workspace; empty for a writer who gets no note.</summary>
    private async Task<string?> WhyNotAsync(SlackMessage message, CancellationToken cancellation) =>
        await _people.FindAsync(message.Team, message.User, cancellation) switch
        {
            SlackOutcome<SlackPerson>.Done { Value: var person } when !person.IsOf(message.Team) || person.IsStranger || person.IsBot || person.IsDeleted => "",
            SlackOutcome<SlackPerson>.Done { Value.IsGuest: true } => SlackWords.Guest,
            SlackOutcome<SlackPerson>.Done => null,
            SlackOutcome<SlackPerson>.Refused => "",
            _ => throw new HttpRequestException("Slack cannot be reached."),
        };

    private async Task<Entry> InviteAsync(HeardMessage heard, CancellationToken cancellation)
    {
        if (_slack.Required.ClientId is null)
            return Refused(SlackWords.CannotLink);
        var message = heard.Message;
        var state = await _states.NewAsync(message.User, new(message.Team, message.Channel, message.Root), message.Ts, cancellation);
        return new Entry.Told(SlackNotes.SignIn(new(heard.Origin, $"/auth/slack/link?state={state}")), Waits: true);
    }

    private async Task<Entry> SayAsync(HeardMessage heard, SlackThreadPlace place, Authority speaker, DurableTaskClient durable, CancellationToken cancellation)
    {
        var message = heard.Message;
        if (!MessageText.TryParse(message.Text.Plain, out var text) || !ClientId.TryParse($"slack {message.Channel} {message.Ts}", out var sent))
            return Refused(SlackWords.Of(SlackRefusal.Empty));
        switch (await _say.SayAsync(speaker, durable, place.Thread, text, sent, forAgent: !heard.IsAside, CancellationToken.None, isFromSlack: true))
        {
            case Said.Accepted { Message: var said }:
                await _threads.SaidAsync(said.Id, CancellationToken.None);
                return said.Turn is { } turn ? await StartedAsync(turn, place, message.User, cancellation) : new Entry.Nothing();
            case Said.TooMany when heard.IsAside:
                throw new InvalidOperationException("Too many at once: it is added a bit later.");
            case Said.TooMany many:
                return Refused(many.Sentence);
            default:
                return Refused(SlackWords.NotHere);
        }
    }

    private async Task<Entry> StartedAsync(TurnId turn, SlackThreadPlace place, SlackUserId user, CancellationToken cancellation)
    {
        await _threads.StartedAsync(turn, CancellationToken.None);
        // The status is only a progress indicator. A failure does not affect the answer.
        await _client.SetStatusAsync(place.Place, SlackSessionStatus.Processing, user, null, cancellation);
        return new Entry.Asked(turn);
    }

    private abstract record Entry
    {
        /// <summary>No turn was started.</summary>
        public sealed record Nothing : Entry;

        public sealed record Asked(TurnId Turn) : Entry;

        /// <param name="Waits">True when the question continues after its writer has signed in.</param>
        public sealed record Told(SlackPost Note, bool Waits = false) : Entry;
    }
}
