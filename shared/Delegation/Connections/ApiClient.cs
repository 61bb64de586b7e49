using Onbehalf.Vault;

namespace Onbehalf.Delegation.Connections;

/// <param name="Secret">Null if the app authenticates with its managed identity.</param>
internal sealed record ApiClient(string Id, SecretText? Secret);
