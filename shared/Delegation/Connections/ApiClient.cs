using Onbehalf.Vault;

namespace Onbehalf.Delegation.Connections;

/// <param name="Secret">Null where the app proves itself with its managed identity.</param>
internal sealed record ApiClient(string Id, SecretText? Secret);
