using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Automations;

/// <summary>
/// Deletes a person's finished automations beyond <see cref="AutomationLimits.MostFinished"/>, the oldest first, before a new one is created. Each
/// deletion has an audit row of its own. Runs stay.
/// </summary>
public sealed class FinishedAutomations(AutomationStore store, Authoring authoring, SigningSecrets secrets, InboxItems inbox, AuditTrail audit)
{
    private const string Delete = "delete";
    private const string Beyond = "more-finished-than-kept";

    /// <param name="act">The way in which the new automation is created.</param>
    public async Task TidyAsync(Authority author, Act act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        if ((await store.CountAsync(author.Subject.Id, cancellation)).Finished < AutomationLimits.MostFinished)
            return;
        var finished = (await store.OfAuthorAsync(author.Subject.Id, cancellation)).Where(static one => one.State is AutomationState.Finished);
        foreach (var old in finished.OrderByDescending(static one => one.LastRun?.At ?? one.CreatedAt).Skip(AutomationLimits.MostFinished))
            await DeleteAsync(author, old.Id, act, cancellation);
    }

    private async Task DeleteAsync(Authority author, AutomationId id, Act act, CancellationToken cancellation)
    {
        var entry = new AuditEntry
        {
            CallId = $"{id}.{Delete}-{Guid.NewGuid():N}",
            Subject = AuditPerson.Of(author.Subject),
            Act = act,
            Action = AuditAction.Automation,
            Decision = AuditDecision.Allowed,
            Reason = Beyond,
            Resource = new("automations", [id.Value], []),
            Shape = Delete,
        };
        await audit.IntentAsync(entry, cancellation);
        var deleted = await authoring.EndFinishedAsync(author, id, CancellationToken.None) is not null;
        if (deleted)
        {
            await secrets.DeleteAsync(author.Subject, id, CancellationToken.None);
            await inbox.RemoveOfAsync(author.Subject.Id, id, CancellationToken.None);
        }

        await audit.OutcomeAsync(
            entry with { Decision = deleted ? AuditDecision.Succeeded : AuditDecision.Refused, Reason = deleted ? Beyond : "not-finished" },
            CancellationToken.None);
    }
}
