namespace Onbehalf.Audit;

/// <summary>A place out of the table's reach where chain heads are written once and never again.</summary>
internal interface IAnchorStore
{
    /// <summary>Fails where the name exists.</summary>
    Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string prefix, CancellationToken cancellation);
}
