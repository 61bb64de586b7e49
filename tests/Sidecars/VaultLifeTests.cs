using Azure;
using Azure.Identity;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sidecars;

public sealed class VaultLifeTests
{
    [Fact]
    public async Task Secrets_and_the_authority_survive_a_restart()
    {
        var vault = new OwnVault();
        await vault.InitializeAsync();
        await vault.Client().SetSecretAsync("kept", "value");
        var authority = await File.ReadAllTextAsync(Path.Combine(vault.Folder, "ca.pem"));

        await vault.StopAsync();
        await vault.InitializeAsync();

        Assert.Equal("value", (await vault.Client().GetSecretAsync("kept")).Value.Value);
        Assert.Equal(authority, await File.ReadAllTextAsync(Path.Combine(vault.Folder, "ca.pem")));
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_back()
    {
        var vault = new OwnVault { RequestsPerTenSeconds = 2 };
        await vault.InitializeAsync();
        var client = vault.Client();

        var answers = new List<RequestFailedException>();
        for (var i = 0; i < 6; i++)
            answers.Add(await Assert.ThrowsAsync<RequestFailedException>(() => client.GetSecretAsync("absent")));

        var throttled = answers.First(static answer => answer.Status == 429);
        Assert.Equal(404, answers[0].Status);
        Assert.True(throttled.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var seconds) && int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= 11);
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task The_credential_of_the_product_gets_a_token_for_the_vault()
    {
        var sidecars = await LocalSidecars.StartAsync();
        var credential = new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned);

        var token = await credential.GetTokenAsync(new(["https://vault.azure.net/.default"]), CancellationToken.None);

        Assert.True(token.ExpiresOn > DateTimeOffset.UtcNow);
        Assert.StartsWith("https://127.0.0.1:", sidecars.VaultUri, StringComparison.Ordinal);
    }
}
