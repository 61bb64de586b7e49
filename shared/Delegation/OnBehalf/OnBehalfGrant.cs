using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <param name="Process">The id of the process, unchanged by renewals: the version of the grant in cache keys.</param>
/// <param name="Version">The version of its vault secret.</param>
internal sealed record OnBehalfGrant(string Process, SecretText State, string Version);
