using Microsoft.AspNetCore.Http;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Health;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Connections;

/// <summary>The Slack user of a person as an entry of their connections. The person can end the link in the browser.</summary>
public sealed class MySlackLink
{
    /// <summary>Not <c>slack</c>, because an operator can give a connection this name.</summary>
    internal const string Provider = "slack-account";

    private const string Trouble =
        "The app does not work in Slack at the moment, so what you ask there can be without an answer. Ask here, and tell your administrator if it lasts.";

    private readonly SlackSwitch _slack;
    private readonly SlackLinks _links;
    private readonly SlackLinkEnding _ending;
    private readonly SlackReports _reports;

    internal MySlackLink(SlackSwitch slack, SlackLinks links, SlackLinkEnding ending, SlackReports reports)
    {
        _reports = reports;
        _slack = slack;
        _links = links;
        _ending = ending;
    }

    internal static Problem NotLinked() =>
        Problem.Conflict("not-linked", "You are not linked with a Slack user. Mention the agent in Slack and sign in there first.");

    internal async Task<bool> IsLinkedAsync(Authority me, CancellationToken cancellation) =>
        _slack.Workspace is { Team: var team } && await _links.OfAsync(team, me.Subject.Id, cancellation) is not null;

    internal async Task<ConnectionBody?> FindAsync(Authority me, CancellationToken cancellation) =>
        _slack.Workspace is { Team: var team } && await _links.OfAsync(team, me.Subject.Id, cancellation) is { } link
            ? new(Provider, "Slack", "slack", "connected", await _reports.IsInTroubleAsync(cancellation) ? Trouble : null, [], link.Name, link.At, null)
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
