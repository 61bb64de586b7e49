using Onbehalf.Identity;

namespace Onbehalf.Delegation;

/// <summary>
/// Seals what belongs to one person at rest: AES-256-GCM under that person's data key (a vault secret of theirs, cached at most
/// five minutes) with the row's key as associated data. Deleting the key shreds everything sealed with it.
/// </summary>
public sealed class PersonSeal
{
    public Task<byte[]> SealAsync(SubjectId owner, string rowKey, ReadOnlyMemory<byte> plain, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The plain bytes, or null when the key is gone or the bytes were not sealed for this owner and row.</summary>
    public Task<byte[]?> OpenAsync(SubjectId owner, string rowKey, ReadOnlyMemory<byte> sealedBytes, CancellationToken cancellation) => throw new NotImplementedException();
}
