using System.Collections.Immutable;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Visibility.Auditors;

/// <summary>
/// Closes a chain that lost writes broke. A record of the app, numbered above every number ever used, names the lost records, and the chain
/// continues from it. A chain with faults that lost writes do not explain cannot be closed.
/// </summary>
public sealed class AuditClosing(AuditVerification verification, AuditTrail trail, PeopleStore people)
{
    public abstract record Result
    {
        private Result()
        {
        }

        public sealed record Closed(AuditGap Gap) : Result;

        /// <summary>The chain has no fault that is not named already.</summary>
        public sealed record NotBroken : Result;

        /// <summary>The chain was altered, or the cause is unknown.</summary>
        public sealed record Changed(AuditFault Fault) : Result;
    }

    /// <summary>Adds the closing record to the chain of the person concerned. The auditor's own act was recorded before.</summary>
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

    /// <summary>The name comes from the person's newest record or, if none is left, from their last visit.</summary>
    private async Task<AuditPerson> PersonOfAsync(AuditChain chain, ChainCheck check, CancellationToken cancellation)
    {
        if (check.Person is { } recorded)
            return new(chain.Subject, recorded.Issuer, recorded.Name);
        return await people.RememberedAsync(chain.Subject, cancellation) is { } known ? AuditPerson.Of(known) : new(chain.Subject, "", "");
    }
}
