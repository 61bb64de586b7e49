using System.Runtime.CompilerServices;

namespace Onbehalf.Audit;

/// <summary>A write-once store of chain heads that the table's writers cannot reach.</summary>
internal interface IAnchorStore
{
    /// <summary>Fails if the name exists.</summary>
    Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string prefix, CancellationToken cancellation);
}

internal sealed class FolderAnchors(string folder) : IAnchorStore
{
    public async Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await file.WriteAsync(content, cancellation);
        file.Flush(flushToDisk: true);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var month = Path.Combine(folder, prefix);
        if (!Directory.Exists(month))
            yield break;
        foreach (var path in Directory.EnumerateFiles(month).Order(StringComparer.Ordinal))
            yield return await File.ReadAllBytesAsync(path, cancellation);
    }
}
