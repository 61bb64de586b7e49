using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.People;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>Records who linked a Slack user, who ended it and what was refused. A linking that cannot be recorded does not happen.</summary>
internal sealed class SlackLinkAudit(AuditTrail trail)
{
    private const string Source = "slack";

    public static AuditEntry Linking(Subject person, LinkState state, string name) =>
        Entry($"slack-link-{state.Hash}", AuditPerson.Of(person), AuditAction.Connect, state.Team, state.User) with { Details = JsonSerializer.Serialize(new { name }, JsonSerializerOptions.Web) };

    public static AuditEntry Ending(SlackLink link, string reason) =>
        Entry($"slack-unlink-{Guid.NewGuid():N}", AuditPerson.Of(link.Person), AuditAction.Disconnect, link.Team, link.User) with { Reason = reason };

    public Task BeginAsync(AuditEntry entry, CancellationToken cancellation) => trail.IntentAsync(entry, cancellation);

    /// <summary>What was begun is recorded to its end, even when its caller has left.</summary>
    public Task EndAsync(AuditEntry entry, string? refusal = null) =>
        trail.OutcomeAsync(entry with { Decision = refusal is null ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = refusal ?? entry.Reason }, CancellationToken.None);

    /// <summary>The Slack user proved to be somebody else now: for the person whose link it was.</summary>
    public Task ReplacedAsync(SlackLink before) => trail.RecordAsync(Ending(before, "slack-user-linked-again") with { Decision = AuditDecision.Succeeded }, CancellationToken.None);

    /// <summary>Without a proven person the record stands under nobody's name.</summary>
    public Task RefusedAsync(Subject? person, LinkState state, string code, CancellationToken cancellation) => trail.RecordAsync(
        Entry($"slack-link-refused-{Guid.NewGuid():N}", person is null ? AuditPerson.Nobody : AuditPerson.Of(person), AuditAction.Connect, state.Team, state.User) with
        {
            Decision = AuditDecision.Denied,
            Reason = code,
        },
        cancellation);

    private static AuditEntry Entry(string callId, AuditPerson person, AuditAction action, SlackTeamId team, SlackUserId user) => new()
    {
        CallId = callId,
        Subject = person,
        Act = Act.Human,
        Action = action,
        Decision = AuditDecision.Allowed,
        Resource = new(Source, [$"{team}/{user}"], []),
    };
}
