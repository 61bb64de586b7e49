using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Delegation;

/// <summary>The product's own client of the local vault: over TLS with the pinned authority, and with a managed identity's token.</summary>
internal static class RealVault
{
    private static readonly Lazy<Task<SecretClient>> Client = new(OpenAsync);
    private static readonly Lazy<Task<Storage.Tables>> TablesOpened = new(OpenTablesAsync);

    public static Task<SecretClient> ClientAsync() => Client.Value;

    /// <summary>As another process has them: it remembers nothing.</summary>
    public static async Task<PersonSecrets> SecretsAsync() => new(await ClientAsync(), await TablesOpened.Value);

    /// <summary>Names in the vault's own log of requests, from the line given on.</summary>
    public static async Task<string[]> LogAsync() => await File.ReadAllLinesAsync((await LocalSidecars.StartAsync()).VaultAccessLog);

    private static async Task<Storage.Tables> OpenTablesAsync()
    {
        var storage = await Azurite.ConnectionStringAsync();
        var tables = new Storage.Tables(new ConfigurationBuilder().AddInMemoryCollection(
            [new("ONBEHALF_TABLES", storage), new("ONBEHALF_AUDIT_TABLES", storage), new("ONBEHALF_TABLE_PREFIX", Azurite.FreshPrefix())]).Build());
        await tables.Grants.CreateIfNotExistsAsync();
        return tables;
    }

    private static async Task<SecretClient> OpenAsync()
    {
        var endpoints = await LocalSidecars.StartAsync();
        // ManagedIdentityCredential reads these two from the process itself.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", endpoints.IdentityEndpoint);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", endpoints.IdentityHeader);
        return SecretVault.Open(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["IDENTITY_ENDPOINT"] = endpoints.IdentityEndpoint,
            ["ONBEHALF_KEYVAULT_URI"] = endpoints.VaultUri,
            ["ONBEHALF_KEYVAULT_CA"] = endpoints.VaultAuthorityFile,
        }).Build());
    }
}
