using Microsoft.AspNetCore.Http;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Slack;

/// <summary>A person's own Slack user among their connections: shown where there is one, and ended from the browser.</summary>
public sealed class MySlackLink
{
    /// <summary>Not <c>slack</c>, which an operator may call a connection.</summary>
    internal const string Provider = "slack-account";

    private readonly SlackSwitch _slack;
    private readonly SlackLinks _links;
    private readonly SlackLinkEnding _ending;

    internal MySlackLink(SlackSwitch slack, SlackLinks links, SlackLinkEnding ending)
    {
        _slack = slack;
        _links = links;
        _ending = ending;
    }

    internal async Task<ConnectionBody?> FindAsync(Authority me, CancellationToken cancellation) =>
        _slack.Workspace is { Team: var team } && await _links.OfAsync(team, me.Subject.Id, cancellation) is { } link
            ? new(Provider, "Slack", "slack", "connected", null, [], link.Name, link.At, null)
            : null;

    internal async Task<IResult> EndAsync(Caller caller, CancellationToken cancellation)
    {
        if (!_slack.IsOn)
            return Problem.NotFound();
        if (!caller.MayConfirm)
            return Problem.Forbidden("browser-only", "End the link in your own browser, after signing in there.");
        await _ending.EndOfAsync(caller.Subject.Id, "unlinked", cancellation);
        return HttpAnswer.Json(new DisconnectedBody(RevokedUpstream: true));
    }
}
