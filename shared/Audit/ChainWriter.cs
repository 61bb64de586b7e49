namespace Onbehalf.Audit;

/// <summary>
/// Serialises writes per chain in this process and caches the head, so that a record usually costs one transaction. Records that wait for their turn
/// meanwhile are written together by the next turn.
/// </summary>
internal sealed class ChainWriter
{
    /// <summary>A transaction has at most 4 MiB. The largest record has about 320 KiB.</summary>
    private const int MostTogether = 10;

    private readonly Lock _gate = new();
    private readonly List<PendingRecord> _waiting = [];

    public SemaphoreSlim Turn { get; } = new(1);

    public ChainHead? Head { get; set; }

    public void Enter(PendingRecord pending)
    {
        lock (_gate)
            _waiting.Add(pending);
    }

    public void Leave(PendingRecord pending)
    {
        lock (_gate)
            _waiting.Remove(pending);
    }

    /// <summary>Returns the record whose turn it is, and others that wait. After an attempt together, a record is written alone.</summary>
    public IReadOnlyList<PendingRecord> Take(PendingRecord first)
    {
        lock (_gate)
        {
            if (first.IsTaken)
                return [first];
            var together = _waiting.Where(static one => !one.IsTaken).Prepend(first).DistinctBy(static one => one.Key).Take(MostTogether).ToArray();
            foreach (var one in together)
                one.IsTaken = true;
            return together;
        }
    }
}
