using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>Ends links: on the person's request, after Slack reports that the account or the app was removed, or with the person's account.</summary>
internal sealed class SlackLinkEnding(SlackSwitch slack, SlackLinks links, SlackLinkAudit audit) : IEndsWithPerson
{
    public string Kind => "slack-link";

    /// <summary>True where a click in Slack confirms calls. The person then proves themselves at the identity provider again and links anew.</summary>
    public bool EndsWithSession => slack.Workspace is { ConfirmIssuer: not null };

    public async Task EndAsync(SlackLink link, string reason, CancellationToken cancellation)
    {
        var entry = SlackLinkAudit.Ending(link, reason);
        await audit.BeginAsync(entry, cancellation);
        await links.RemoveAsync(link, CancellationToken.None);
        await audit.EndAsync(entry);
    }

    public async Task EndAsync(SlackTeamId team, SlackUserId user, string reason, CancellationToken cancellation)
    {
        if (await links.FindAsync(team, user, cancellation) is { } link)
            await EndAsync(link, reason, cancellation);
    }

    public async Task EndAllAsync(SlackTeamId team, string reason, CancellationToken cancellation)
    {
        await foreach (var link in links.AllAsync(team, cancellation))
            await EndAsync(link, reason, cancellation);
    }

    public async Task<bool> EndOfAsync(SubjectId person, string reason, CancellationToken cancellation)
    {
        if (slack.Workspace is not { Team: var team } || await links.OfAsync(team, person, cancellation) is not { } link)
            return false;
        await EndAsync(link, reason, cancellation);
        return true;
    }

    public async Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation) => await EndOfAsync(person.Id, reason, cancellation) ? 1 : 0;
}
