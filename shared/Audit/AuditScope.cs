using Onbehalf.Ids;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Audit;

/// <summary>
/// The proof that this reader may read what the filter selects, and that reading others' acts is itself on record. Only
/// <see cref="AuditScopes"/> makes one.
/// </summary>
public sealed class AuditScope
{
    internal AuditScope(SubjectId reader, AuditFilter filter)
    {
        Reader = reader;
        Filter = filter;
    }

    public SubjectId Reader { get; }

    public AuditFilter Filter { get; }
}
