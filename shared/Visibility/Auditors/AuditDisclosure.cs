using System.Text;
using Onbehalf.Audit;
using Onbehalf.Vault;

namespace Onbehalf.Visibility.Auditors;

/// <summary>Opens the sealed part of a record for its own person only.</summary>
public sealed class AuditDisclosure(PersonSeal seal)
{
    /// <summary>Null if there is none, it belongs to another person, or its key was deleted.</summary>
    public async Task<string?> OpenAsync(AuditScope scope, AuditRecord record, CancellationToken cancellation)
    {
        if (record.SealedDetails.IsEmpty || record.Entry.Subject.Id != scope.Reader)
            return null;
        var context = AuditKeys.SealContext(record.Id.Chain, record.Entry.CallId, record.Phase);
        return await seal.OpenAsync(scope.Reader, context, record.SealedDetails, cancellation) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }
}
