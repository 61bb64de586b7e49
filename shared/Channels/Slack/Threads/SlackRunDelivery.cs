using System.Collections.Immutable;
using Onbehalf.Automations.Runs;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Delivers the result of a run to its author's direct messages only. Each message is posted once.</summary>
internal sealed class SlackRunDelivery(
    SlackClient client,
    SlackPosts posts,
    SlackPeople people,
    SlackLinks links,
    RunStore runs,
    MessageStore messages,
    AnswerVisibility visibility,
    Authorities authorities,
    PublicOrigin origins)
{
    /// <summary>
    /// Delivers a result. Returns null when it is done, or when the author cannot get it in Slack. The result is in the web app's inbox in
    /// any case. Throws when Slack is unreachable.
    /// </summary>
    public async Task<SlackPause?> DeliverAsync(SlackTeamId team, RunId id, CancellationToken cancellation)
    {
        if (await runs.FindAsync(id, cancellation) is not { IsLive: false } run
            || await links.OfAsync(team, run.Author.Id, cancellation) is not { } link
            // A link of an earlier version has no origin.
            || (origins.Known ?? link.Origin) is not { } origin)
            return null;
        var found = await people.FindAsync(team, link.User, cancellation);
        if (SlackPause.Of(found) is { } unclear)
            return unclear;
        if (found is not SlackOutcome<SlackPerson>.Done { Value: { MayAct: true } person } || !person.IsOf(team)
            || await authorities.FindAsync(run.Author, Freshness.Read, cancellation) is not { } author)
            return null;
        var opened = await client.OpenDirectAsync(team, link.User, cancellation);
        if (opened is not SlackOutcome<SlackChannelId>.Done { Value: var direct })
            return SlackPause.Of(opened);
        var shown = await ShownAsync(run, author, new(origin, $"/runs/{run.Id}"), cancellation);
        return (await posts.PostAllAsync(new(team, direct), at => SlackPostKey.Of(run.Id.Value, "run", $"{at}"), shown, cancellation)).Failed is { } failed
            ? SlackPause.Of(failed)
            : null;
    }

    private async Task<ImmutableArray<SlackPost>> ShownAsync(RunState run, Authority author, Uri web, CancellationToken cancellation)
    {
        if (run.Status is not RunStatus.Completed || run.Turn is not { } turn || await messages.FindReplyAsync(turn, cancellation) is not { } answer
            || await visibility.OfAsync(author, answer, cancellation) is not VisibleMessage.Open open)
            return [SlackNotes.Ran(run.Title, isDone: run.Status is RunStatus.Completed, web)];
        var shown = AnswerShown.Of(open, web);
        return shown.SetItem(0, SlackNotes.Ran(run.Title, shown[0]));
    }
}
