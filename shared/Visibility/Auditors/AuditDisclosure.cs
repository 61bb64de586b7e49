using System.Text;
using Onbehalf.Audit;
using Onbehalf.Vault;

namespace Onbehalf.Visibility.Auditors;

/// <summary>Opens the sealed part of a record: for its own person only.</summary>
public sealed class AuditDisclosure(PersonSeal seal)
{
    /// <summary>Null where there is none, it is not the reader's, or its key is gone.</summary>
    public async Task<string?> OpenAsync(AuditScope scope, AuditRecord record, CancellationToken cancellation)
    {
        if (record.SealedDetails.IsEmpty || record.Entry.Subject.Id != scope.Reader)
            return null;
        var context = AuditKeys.SealContext(record.Id.Chain, record.Entry.CallId, record.Phase);
        return await seal.OpenAsync(scope.Reader, context, record.SealedDetails, cancellation) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }
}
