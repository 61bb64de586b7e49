namespace Onbehalf.Audit;

/// <summary>A write-once store of chain heads that the table's writers cannot reach.</summary>
internal interface IAnchorStore
{
    /// <summary>Fails if the name exists.</summary>
    Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string prefix, CancellationToken cancellation);
}
