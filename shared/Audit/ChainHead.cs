namespace Onbehalf.Audit;

/// <summary>The newest record of a chain, or of the person's chain before it; without one, the genesis hash. The row is there where it was just read.</summary>
internal sealed record ChainHead(AuditId? Id, string Hash, AuditRow? Row = null)
{
    public static ChainHead None { get; } = new(null, AuditHash.Genesis);

    public AuditId NextIn(AuditChain chain) => new(chain, Id is { } id && id.Chain == chain ? id.Seq + 1 : 1);
}
