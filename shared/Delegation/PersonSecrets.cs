using Onbehalf.Identity;

namespace Onbehalf.Delegation;

/// <summary>
/// A person's secrets in the vault, named <c>u-{subject}-{connection}-g{n}</c>: computed from the subject alone, injective, without
/// personal data in names or tags. A soft-deleted name is followed by the next generation.
/// </summary>
public sealed class PersonSecrets
{
    public Task<SecretText?> ReadAsync(SubjectId subject, ConnectionName connection, CancellationToken cancellation) => throw new NotImplementedException();

    public Task WriteAsync(SubjectId subject, ConnectionName connection, SecretText value, CancellationToken cancellation) => throw new NotImplementedException();

    public Task DeleteAsync(SubjectId subject, ConnectionName connection, CancellationToken cancellation) => throw new NotImplementedException();
}
