namespace Microsoft.DurableTask.Local.Storage;

internal sealed class TransactionCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<TransactionKind>().Length];

    public IReadOnlyDictionary<TransactionKind, long> Snapshot =>
        Enum.GetValues<TransactionKind>().ToDictionary(kind => kind, kind => Interlocked.Read(ref _counts[(int)kind]));

    public void Add(TransactionKind kind) => Interlocked.Increment(ref _counts[(int)kind]);
}
