namespace Onbehalf.Audit;

/// <summary>
/// The newest record of a chain, or of the person's previous chain; the genesis hash if neither has one. The row is set only if it was just read.
/// </summary>
internal sealed record ChainHead(AuditId? Id, string Hash, AuditRow? Row = null)
{
    public static ChainHead None { get; } = new(null, AuditHash.Genesis);

    public AuditId NextIn(AuditChain chain) => new(chain, Id is { } id && id.Chain == chain ? id.Seq + 1 : 1);
}
