using Onbehalf.Audit;
using Onbehalf.Delegation.Connections;
using Onbehalf.People;

namespace Onbehalf.Delegation.Linking;

/// <summary>Records new, ended and refused connections. Connecting fails if it cannot be recorded.</summary>
internal sealed class ConnectAudit(AuditTrail trail)
{
    public static AuditEntry Connecting(Subject person, ConnectionName connection, string link) =>
        Entry($"connect-{link}", person, AuditAction.Connect, connection);

    public static AuditEntry Ending(Subject person, ConnectionName connection, string grant) =>
        Entry($"disconnect-{grant}", person, AuditAction.Disconnect, connection);

    public static AuditEntry Agreeing(Subject person, ConnectionName connection, string hash) =>
        Entry($"agree-{Guid.NewGuid():N}", person, AuditAction.Connect, connection) with { Reason = "tools-agreed", Shape = $"tools {hash}" };

    public Task BeginAsync(AuditEntry entry, CancellationToken cancellation) => trail.IntentAsync(entry, cancellation);

    /// <summary>The outcome is recorded even if the caller has disconnected.</summary>
    public Task EndAsync(AuditEntry entry, AuditDecision decision, string? reason = null) =>
        trail.OutcomeAsync(entry with { Decision = decision, Reason = reason ?? entry.Reason }, CancellationToken.None);

    public Task RefusedAsync(Subject person, Connection connection, string link, string code, CancellationToken cancellation) =>
        trail.RecordAsync(Connecting(person, connection.Id, link) with { Decision = AuditDecision.Denied, Reason = code }, cancellation);

    private static AuditEntry Entry(string callId, Subject person, AuditAction action, ConnectionName connection) => new()
    {
        CallId = callId,
        Subject = AuditPerson.Of(person),
        Act = Act.Human,
        Action = action,
        Decision = AuditDecision.Allowed,
        Resource = AuditResource.Of(connection.Value),
    };
}
