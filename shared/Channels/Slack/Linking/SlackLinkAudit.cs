using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.People;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>Audits links, their ends and refusals. A link is not made if its record cannot be written.</summary>
internal sealed class SlackLinkAudit(AuditTrail trail)
{
    private const string Source = "slack";

    /// <summary>
    /// Returns the audit entry of a link, with the Slack user and the workspace of the sign-in. In an organisation, this workspace differs
    /// from the installation.
    /// </summary>
    public static AuditEntry Linking(Subject person, LinkState state, ProvenSlackUser proven) =>
        Entry($"slack-link-{state.Hash}", AuditPerson.Of(person), AuditAction.Connect, state.Team, state.User) with
        {
            Resource = ResourceOf(proven.Team, state.User),
            Details = JsonSerializer.Serialize(new { name = proven.Name }, JsonSerializerOptions.Web),
        };

    public static AuditEntry Ending(SlackLink link, string reason) =>
        Entry($"slack-unlink-{Guid.NewGuid():N}", AuditPerson.Of(link.Person), AuditAction.Disconnect, link.Team, link.User) with { Reason = reason };

    public Task BeginAsync(AuditEntry entry, CancellationToken cancellation) => trail.IntentAsync(entry, cancellation);

    /// <summary>Records the outcome of an entry, even when the caller has disconnected.</summary>
    public Task EndAsync(AuditEntry entry, string? refusal = null) =>
        trail.OutcomeAsync(
            entry with { Decision = refusal is null ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = refusal ?? entry.Reason },
            CancellationToken.None);

    /// <summary>Records the end of an earlier link, when another person has proven to be the Slack user.</summary>
    public Task ReplacedAsync(SlackLink before) =>
        trail.RecordAsync(Ending(before, "slack-user-linked-again") with { Decision = AuditDecision.Succeeded }, CancellationToken.None);

    /// <summary>Records a refusal. The record has no person, because none is proven yet.</summary>
    /// <param name="signedIn">The Slack user who signed in instead; null when Slack did not say.</param>
    public Task RefusedAsync(LinkState state, SignedInSlackUser? signedIn, string code, CancellationToken cancellation) =>
        trail.RecordAsync(
            Entry($"slack-link-refused-{Guid.NewGuid():N}", AuditPerson.Nobody, AuditAction.Connect, state.Team, state.User) with
            {
                Decision = AuditDecision.Denied,
                Reason = code,
                Resource = signedIn is null
                    ? ResourceOf(state.Team, state.User)
                    : new(Source, [$"{state.Team}/{state.User}", $"{signedIn.Team}/{signedIn.User}"], []),
            },
            cancellation);

    private static AuditResource ResourceOf(SlackTeamId team, SlackUserId user) => new(Source, [$"{team}/{user}"], []);

    private static AuditEntry Entry(string callId, AuditPerson person, AuditAction action, SlackTeamId team, SlackUserId user) => new()
    {
        CallId = callId,
        Subject = person,
        Act = Act.Human,
        Action = action,
        Decision = AuditDecision.Allowed,
        Resource = ResourceOf(team, user),
    };
}
