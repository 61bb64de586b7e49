using System.Globalization;
using System.Text.Json;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// The confirmation of a call in its speaker's direct messages. The card has buttons only for people of the identity provider through which
/// every member signs in to Slack. Others get a link to the web app, as do owners, because they can sign in without that provider. A card
/// that Slack cannot show completely is a link, too.
/// </summary>
internal sealed class SlackConfirming(
    SlackSwitch slack, SlackClient client, SlackPosts posts, SlackPeople people, SlackLinks links, HeardMessages messages, ThreadStore threads, TurnStore turns,
    CallDecisions decisions, VisibleCards cards, Authorities authorities, TimeProvider time)
{
    /// <summary>Returns the note about the call that a turn waits for; null when the call is decided or expired.</summary>
    public async Task<(SlackAsk Ask, SlackPost Note)?> NoteAsync(HeardMessage heard, TurnSteps waiting, CancellationToken cancellation)
    {
        var (turn, web) = (waiting.Turn, new Uri(heard.Origin, $"/t/{waiting.Turn.Thread}"));
        var call = waiting.Steps.Last(static step => step.Status is StepStatus.Waiting).CallId;
        var pending = (await turns.FindConfirmationAsync(turn, call, cancellation))?.Pending;
        if (pending is { Decision: not ConfirmationDecision.Open } || pending?.Expires <= time.GetUtcNow())
            return null;
        if (pending is not null && await IsOnForAsync(heard.Message, turn, cancellation)
            && await authorities.FindAsync(turn.Speaker, Freshness.Read, cancellation) is { } speaker
            && await cards.IsOpenAsync(speaker, pending, cancellation)
            && SlackCall.Of(heard.Message, pending) is var named && SlackNotes.Confirm(pending.Card, pending.Expires, named.Value, web) is { } card)
            return (AskOf(turn.Id, named), card);
        return (new(turn.Id, call, pending?.Ask ?? 0, Hash: null), SlackNotes.Confirm(web));
    }

    /// <summary>Decides a call as the person who clicked, if they are its speaker. Returns null for a click that gets no answer.</summary>
    public async Task<SlackDecision?> DecideAsync(SlackClick click, bool isYes, CancellationToken cancellation)
    {
        people.Forget(click.Team, click.User);
        if (SlackCall.Read(click.Value) is not { } call)
            return null;
        var found = await people.FindAsync(click.Team, click.User, cancellation);
        if (found is SlackOutcome<SlackPerson>.Done { Value: var person } && !(person.MayAct && person.IsOf(click.Team)))
            return null;
        if (await links.FindAsync(click.Team, click.User, cancellation) is not { } link)
            return new(SlackWords.Nothing);
        if (!IsOn(link, found))
            return new(SlackWords.ConfirmInWeb);
        var caller = Callers.OfSlackClick(link.Person, JsonSerializer.Serialize(new { team = click.Team.Value, user = click.User.Value }));
        if (await messages.FindAsync(click.Team, call.Channel, call.Ts, cancellation) is not { Turn: { } id } asked)
            return new(SlackWords.Nothing);
        if (await turns.FindAsync(id, cancellation) is not { } turn)
            return new(SlackWords.Nothing);
        if (turn.Speaker.Id != link.Person.Id)
        {
            await decisions.RefuseStrangerAsync(caller, id.Value, call.CallId, cancellation);
            return new(SlackWords.Nothing);
        }

        var look = await threads.LookAsync(link.Person.Id, id.Thread, cancellation);
        if (look is not ThreadLook.Found { Thread.Thread.Me: var me } || !me.MayRead(id.Asking))
            return new(look is ThreadLook.Unclear ? SlackWords.Unclear : SlackWords.Nothing);
        var decided = await decisions.DecideAsync(caller, turn, call.CallId, isYes, call.Hash, call.Ask, cancellation);
        return new(Words(decided))
        {
            // Where it was decided elsewhere, the delivery replaces the card with the decision.
            Card = decided is CallDecided.Refused { Why: RefusedDecision.Account or RefusedDecision.NotHere or RefusedDecision.AlreadyDecided }
                ? null
                : AskOf(id, call).Key,
            Turn = decided is CallDecided.Recorded or CallDecided.Refused { Why: RefusedDecision.AlreadyDecided } ? (turn, asked.Message, call.CallId) : null,
        };
    }

    /// <summary>Replaces the card, or sends a private note without one. The card of a decision may be replaced already.</summary>
    public async Task TellAsync(SlackClick click, SlackDecision decision, CancellationToken cancellation)
    {
        if (await client.OpenDirectAsync(click.Team, click.User, cancellation) is not SlackOutcome<SlackChannelId>.Done { Value: var channel })
            return;
        var (direct, note) = (new SlackPlace(click.Team, channel), SlackNotes.Refusal(decision.Words));
        if (decision.Card is { } key && await posts.FindAsync(direct, key, cancellation) is { } card)
            await posts.ReplaceAsync(direct, card, key, note, cancellation);
        else if (decision.Card is null || decision.Turn is null)
            await client.WhisperAsync(direct, click.User, note, cancellation);
    }

    private static SlackAsk AskOf(TurnId turn, SlackCall call) => new(turn, call.CallId, call.Ask, call.Hash);

    private static string Words(CallDecided decided) => decided switch
    {
        CallDecided.Recorded { Decision: ConfirmationDecision.Approved } => SlackWords.Approved,
        CallDecided.Recorded => SlackWords.Declined,
        CallDecided.Refused { Why: RefusedDecision.AlreadyDecided } => SlackWords.DecidedBefore,
        CallDecided.Refused { Why: RefusedDecision.Expired } => SlackWords.Expired,
        CallDecided.Refused { Why: RefusedDecision.Account } => SlackWords.NotConfirmed,
        CallDecided.Refused { Why: RefusedDecision.OtherCard } => SlackWords.OtherCard,
        _ => SlackWords.Nothing,
    };

    /// <summary>Returns whether a session in Slack shows that the issuer has signed this person in.</summary>
    private bool IsOn(SlackLink link, SlackOutcome<SlackPerson> found) =>
        slack.Required.ConfirmIssuer is { } issuer && link.Person.ProviderId == issuer
        && found is SlackOutcome<SlackPerson>.Done { Value: { MayAct: true, IsOwner: false } person } && person.IsOf(link.Team);

    private async Task<bool> IsOnForAsync(SlackMessage asked, TurnState turn, CancellationToken cancellation) =>
        await links.FindAsync(asked.Team, asked.User, cancellation) is { } link && link.Person.Id == turn.Speaker.Id
        && IsOn(link, await people.FindAsync(asked.Team, asked.User, cancellation))
        && await authorities.ConfirmAsync(link.Person, Freshness.Read, cancellation) is AuthorityResult.Confirmed;
}

/// <summary>A waiting call as the value of its card's buttons names it. A client may have altered the value, so it grants no right.</summary>
/// <param name="Channel">The channel of the message that the turn answers.</param>
/// <param name="Ask">The number of the question. A call that is asked about again has a new card.</param>
/// <param name="Hash">The hash of the arguments and of the shown card.</param>
internal sealed record SlackCall(SlackChannelId Channel, SlackTs Ts, string CallId, int Ask, string Hash)
{
    public string Value => string.Create(CultureInfo.InvariantCulture, $"{Channel} {Ts} {CallId} {Ask} {Hash}");

    public static SlackCall Of(SlackMessage asked, PendingConfirmation pending) =>
        new(asked.Channel, asked.Ts, pending.CallId, pending.Ask, pending.ArgumentHash);

    public static SlackCall? Read(string value) =>
        value.Split(' ') is [var channel, var ts, { Length: > 0 } call, var number, { Length: > 0 } hash]
        && SlackChannelId.TryParse(channel, out var place)
        && SlackTs.TryParse(ts, out var at)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var ask)
            ? new(place, at, call, ask, hash)
            : null;
}

/// <summary>The result of a click on a card's button.</summary>
/// <param name="Words">The note for the person who clicked.</param>
internal sealed record SlackDecision(string Words)
{
    /// <summary>The card to replace with the note; null when the card stays valid or belongs to another person.</summary>
    public SlackPostKey? Card { get; init; }

    /// <summary>The turn whose call is decided, the message that it answers, and the call; null when the click has not decided.</summary>
    public (TurnState State, SlackMessage Asked, string CallId)? Turn { get; init; }
}
