using System.Collections.Immutable;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Visibility.Auditors;

/// <summary>
/// Closes a chain that lost writes broke: a record of the app above every number that was ever given names what is lost, and the chain goes
/// on from there. Whatever lost writes do not explain is never closed.
/// </summary>
public sealed class AuditClosing(AuditVerification verification, AuditTrail trail, PeopleStore people)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Closed(AuditGap Gap) : Result;

        /// <summary>Nothing is wrong with it that is not named already.</summary>
        public sealed record NotBroken : Result;

        /// <summary>Somebody changed it, or nobody knows what happened.</summary>
        public sealed record Changed(AuditFault Fault) : Result;
    }

    /// <summary>The auditor's own act is on record before; here the person concerned gets the record that closes their chain.</summary>
    public async Task<Result> CloseAsync(Authority auditor, AuditChain chain, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(auditor);
        var check = await verification.CheckAsync(chain, cancellation);
        if (check.Findings.Fault() is not { } fault)
            return new Result.NotBroken();
        if (fault.Cause != AuditFault.RowsLost)
            return new Result.Changed(fault);
        var losses = check.Findings.Open.Select(static finding => finding.Loss!).Distinct().ToImmutableArray();
        var entry = new AuditEntry
        {
            CallId = $"{AuditAction.AuditClose}-{Guid.NewGuid():N}",
            Subject = await PersonOfAsync(chain, check, cancellation),
            Act = Act.Human,
            Action = AuditAction.AuditClose,
            Decision = AuditDecision.Succeeded,
            Reason = ChainClosing.Reason,
            Approver = auditor.Subject.Id,
        };
        var (receipt, named) = await trail.CloseAsync(chain, entry, losses, check.Findings.Highest, cancellation);
        return new Result.Closed(new(chain.Key, receipt.Id.Value, [.. named.Select(static loss => loss.Text)]));
    }

    /// <summary>The name comes from the person's newest record or, if no record is left, from their last visit.</summary>
    private async Task<AuditPerson> PersonOfAsync(AuditChain chain, ChainCheck check, CancellationToken cancellation)
    {
        if (check.Person is { } recorded)
            return new(chain.Subject, recorded.Issuer, recorded.Name);
        return await people.RememberedAsync(chain.Subject, cancellation) is { } known ? AuditPerson.Of(known) : new(chain.Subject, "", "");
    }
}
