using System.Globalization;
using Onbehalf.Audit;
using Onbehalf.People;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// The audit records of an offboarding. Their subject is the person whose access ends; nobody acted as that person. They have counts in clear
/// text and nothing sealed, because they must be written even if the vault is unavailable.
/// </summary>
internal static class OffboardingAudit
{
    public static AuditEntry Heard(AccountBlock block, string provider) =>
        Entry(block, $"{block.Episode}-heard", AuditDecision.Denied, block.Reason) with { Resource = AuditResource.Of(provider) };

    public static AuditEntry Intent(AccountBlock block) => Entry(block, Attempt(block), AuditDecision.Allowed, block.Blocked ?? block.Reason);

    public static AuditEntry Outcome(AccountBlock block, IReadOnlyCollection<Ended> all)
    {
        var ended = all.OrderBy(static part => part.Kind, StringComparer.Ordinal).ToArray();
        var failed = ended.Where(static part => part.Count is null).Select(static part => part.Kind).ToArray();
        return Entry(
            block,
            Attempt(block),
            failed.Length == 0 ? AuditDecision.Succeeded : AuditDecision.Failed,
            failed.Length == 0 ? block.Blocked ?? block.Reason : $"not ended yet: {string.Join(", ", failed)}") with
        {
            Shape = string.Join(", ", ended.Where(static part => part.Count is not null).Select(static part => $"{part.Kind} {part.Count}")),
        };
    }

    public static AuditEntry Lifted(AccountBlock block) => Entry(block, $"{block.Episode}-lifted", AuditDecision.Succeeded, "active-again");

    private static string Attempt(AccountBlock block) => string.Create(CultureInfo.InvariantCulture, $"{block.Episode}-{block.Attempts}");

    private static AuditEntry Entry(AccountBlock block, string key, AuditDecision decision, string reason) => new()
    {
        CallId = $"offboard-{key}",
        Subject = AuditPerson.Of(block.Person),
        Act = Act.Human,
        Action = AuditAction.Offboard,
        Decision = decision,
        Reason = reason,
        Resource = AuditResource.Of(block.Person.ProviderId),
    };
}

/// <summary><paramref name="Count"/> is null if the access could not be ended.</summary>
internal sealed record Ended(string Kind, int? Count);
