using System.Collections.Concurrent;
using System.Globalization;
using Onbehalf.Artifacts;
using Onbehalf.Audit;
using Onbehalf.Functions.Identity;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Artifacts;

/// <summary>
/// Audits changes that a person makes by hand. Several edits per second are common, and the artifact's log has the author of each. The
/// audit therefore has one record for each person, artifact and minute, written before the first edit.
/// </summary>
public sealed class ArtifactHand(AuditTrail audit, OwnHand hand, TimeProvider time)
{
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<(SubjectId, ArtifactId), string> _recorded = new();

    internal async Task BeforeEditAsync(Authority author, ArtifactHead head, CancellationToken cancellation)
    {
        var minute = time.GetUtcNow().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture) + head.Thread?.Value;
        if (_recorded.TryGetValue((author.Subject.Id, head.Id), out var last) && last == minute)
            return;
        await audit.RecordAsync(
            Entry(author, head.Id, head.Thread, "edit") with { CallId = $"artifact-edit-{head.Id}-{minute}", Decision = AuditDecision.Succeeded },
            cancellation);
        if (_recorded.Count > Remembered)
            _recorded.Clear();
        _recorded[(author.Subject.Id, head.Id)] = minute;
    }

    internal Task<T> RecordAsync<T>(
        Authority author,
        ArtifactId artifact,
        ThreadId? thread,
        string shape,
        string? details,
        Func<Task<T>> act,
        Func<T, string?> refusal,
        CancellationToken cancellation,
        bool byAgent = false) =>
        hand.RecordAsync(
            Entry(author, artifact, thread, shape) with { Act = byAgent ? Act.AgentAttended : Act.Human, Details = details }, act, refusal, cancellation);

    private static AuditEntry Entry(Authority author, ArtifactId artifact, ThreadId? thread, string shape) => new()
    {
        CallId = $"artifact-{shape}-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(author.Subject),
        Act = Act.Human,
        Action = AuditAction.Artifact,
        Decision = AuditDecision.Allowed,
        ThreadId = thread?.Value,
        Resource = new("artifacts", [artifact.Value], []),
        Shape = shape,
    };
}
