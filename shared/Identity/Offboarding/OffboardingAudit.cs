using System.Globalization;
using Onbehalf.Audit;
using Onbehalf.People;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// The records of an ending. Their subject is the person whose things end; nobody acted as them. They hold counts in the clear and nothing
/// sealed, because an ending must be on record even when the vault is away.
/// </summary>
internal static class OffboardingAudit
{
    public static AuditEntry Heard(Standing standing, string provider) =>
        Entry(standing, $"{standing.Episode}-heard", AuditDecision.Denied, standing.Reason) with { Resource = AuditResource.Of(provider) };

    public static AuditEntry Intent(Standing standing) => Entry(standing, Attempt(standing), AuditDecision.Allowed, standing.Blocked ?? standing.Reason);

    public static AuditEntry Outcome(Standing standing, IReadOnlyCollection<Ended> all)
    {
        var ended = all.OrderBy(static part => part.Kind, StringComparer.Ordinal).ToArray();
        var failed = ended.Where(static part => part.Count is null).Select(static part => part.Kind).ToArray();
        return Entry(
            standing,
            Attempt(standing),
            failed.Length == 0 ? AuditDecision.Succeeded : AuditDecision.Failed,
            failed.Length == 0 ? standing.Blocked ?? standing.Reason : $"not ended yet: {string.Join(", ", failed)}") with
        {
            Shape = string.Join(", ", ended.Where(static part => part.Count is not null).Select(static part => $"{part.Kind} {part.Count}")),
        };
    }

    public static AuditEntry Lifted(Standing standing) => Entry(standing, $"{standing.Episode}-lifted", AuditDecision.Succeeded, "active-again");

    private static string Attempt(Standing standing) => string.Create(CultureInfo.InvariantCulture, $"{standing.Episode}-{standing.Attempts}");

    private static AuditEntry Entry(Standing standing, string key, AuditDecision decision, string reason) => new()
    {
        CallId = $"offboard-{key}",
        Subject = AuditPerson.Of(standing.Person),
        Act = Act.Human,
        Action = AuditAction.Offboard,
        Decision = decision,
        Reason = reason,
        Resource = AuditResource.Of(standing.Person.ProviderId),
    };
}

/// <summary><paramref name="Count"/> is null when it could not be ended.</summary>
internal sealed record Ended(string Kind, int? Count);
