using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.People;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>Records who linked a Slack user, who ended it and what was refused. A linking that cannot be recorded does not happen.</summary>
internal sealed class SlackLinkAudit(AuditTrail trail)
{
    private const string Source = "slack";

    /// <summary>Names the Slack user and the workspace in which they signed in, which in an organisation is not the installation.</summary>
    public static AuditEntry Linking(Subject person, LinkState state, ProvenSlackUser proven) =>
        Entry($"slack-link-{state.Hash}", AuditPerson.Of(person), AuditAction.Connect, state.Team, state.User) with
        {
            Resource = ResourceOf(proven.Team, state.User),
            Details = JsonSerializer.Serialize(new { name = proven.Name }, JsonSerializerOptions.Web),
        };

    public static AuditEntry Ending(SlackLink link, string reason) =>
        Entry($"slack-unlink-{Guid.NewGuid():N}", AuditPerson.Of(link.Person), AuditAction.Disconnect, link.Team, link.User) with { Reason = reason };

    public Task BeginAsync(AuditEntry entry, CancellationToken cancellation) => trail.IntentAsync(entry, cancellation);

    /// <summary>What was begun is recorded to its end, even when its caller has left.</summary>
    public Task EndAsync(AuditEntry entry, string? refusal = null) =>
        trail.OutcomeAsync(entry with { Decision = refusal is null ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = refusal ?? entry.Reason }, CancellationToken.None);

    /// <summary>The Slack user proved to be somebody else now: for the person whose link it was.</summary>
    public Task ReplacedAsync(SlackLink before) => trail.RecordAsync(Ending(before, "slack-user-linked-again") with { Decision = AuditDecision.Succeeded }, CancellationToken.None);

    /// <summary>No person is proven yet, so the record stands under nobody's name.</summary>
    /// <param name="signedIn">Who signed in with Slack instead; null where Slack did not say.</param>
    public Task RefusedAsync(LinkState state, SignedInSlackUser? signedIn, string code, CancellationToken cancellation) => trail.RecordAsync(
        Entry($"slack-link-refused-{Guid.NewGuid():N}", AuditPerson.Nobody, AuditAction.Connect, state.Team, state.User) with
        {
            Decision = AuditDecision.Denied,
            Reason = code,
            Resource = signedIn is null ? ResourceOf(state.Team, state.User) : new(Source, [$"{state.Team}/{state.User}", $"{signedIn.Team}/{signedIn.User}"], []),
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
