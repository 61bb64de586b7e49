using System.Net;
using System.Text;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Onbehalf.Tests.Sidecars;

/// <summary>The local vault behaves like Key Vault for the product's own client.</summary>
public sealed class VaultContract : IClassFixture<OwnVault>
{
    private readonly OwnVault _vault;
    private readonly SecretClient _client;
    private readonly string _name = $"s-{Guid.NewGuid():n}";

    public VaultContract(OwnVault vault)
    {
        _vault = vault;
        _client = vault.Client();
    }

    [Fact]
    public async Task A_secret_is_read_back_with_its_tags_and_content_type()
    {
        await _client.SetSecretAsync(new KeyVaultSecret(_name, "wörd") { Properties = { ContentType = "text/plain", Tags = { ["kind"] = "grant" } } });

        var secret = (await _client.GetSecretAsync(_name)).Value;

        Assert.Equal("wörd", secret.Value);
        Assert.Equal("text/plain", secret.Properties.ContentType);
        Assert.Equal("grant", secret.Properties.Tags["kind"]);
        Assert.True(secret.Properties.Enabled);
        Assert.NotNull(secret.Properties.CreatedOn);
    }

    [Fact]
    public async Task Every_set_makes_a_version_and_old_versions_stay_readable()
    {
        var first = (await _client.SetSecretAsync(_name, "one")).Value;
        await _client.SetSecretAsync(_name, "two");

        var newest = (await _client.GetSecretAsync(_name)).Value;
        var oldest = (await _client.GetSecretAsync(_name, first.Properties.Version)).Value;
        var versions = await _client.GetPropertiesOfSecretVersionsAsync(_name).ToListAsync();

        Assert.Equal(("two", "one"), (newest.Value, oldest.Value));
        Assert.Equal(2, versions.Count);
    }

    [Fact]
    public async Task Names_differ_in_more_than_case()
    {
        await _client.SetSecretAsync(_name, "one");

        var secret = (await _client.GetSecretAsync(_name.ToUpperInvariant())).Value;

        Assert.Equal("one", secret.Value);
    }

    [Fact]
    public async Task A_disabled_version_is_refused_and_its_tags_can_be_changed()
    {
        var set = (await _client.SetSecretAsync(_name, "one")).Value;
        set.Properties.Enabled = false;
        set.Properties.Tags["state"] = "old";

        var updated = (await _client.UpdateSecretPropertiesAsync(set.Properties)).Value;
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => _client.GetSecretAsync(_name));

        Assert.False(updated.Enabled);
        Assert.Equal("old", updated.Tags["state"]);
        Assert.Equal(403, refusal.Status);
    }

    [Fact]
    public async Task A_deleted_name_is_taken_until_it_is_purged()
    {
        await _client.SetSecretAsync(_name, "one");
        await (await _client.StartDeleteSecretAsync(_name)).WaitForCompletionAsync();

        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => _client.GetSecretAsync(_name));
        var taken = await Assert.ThrowsAsync<RequestFailedException>(() => _client.SetSecretAsync(_name, "two"));
        await _client.PurgeDeletedSecretAsync(_name);
        await _client.SetSecretAsync(_name, "three");

        Assert.Equal((404, "SecretNotFound"), (missing.Status, missing.ErrorCode));
        Assert.Equal(409, taken.Status);
        Assert.Contains("ObjectIsDeletedButRecoverable", taken.Message, StringComparison.Ordinal);
        Assert.Equal("three", (await _client.GetSecretAsync(_name)).Value.Value);
    }

    [Fact]
    public async Task A_deleted_secret_can_be_recovered()
    {
        await _client.SetSecretAsync(_name, "one");
        await (await _client.StartDeleteSecretAsync(_name)).WaitForCompletionAsync();
        var deleted = (await _client.GetDeletedSecretAsync(_name)).Value;

        await (await _client.StartRecoverDeletedSecretAsync(_name)).WaitForCompletionAsync();

        Assert.NotNull(deleted.DeletedOn);
        Assert.Equal("one", (await _client.GetSecretAsync(_name)).Value.Value);
    }

    [Fact]
    public async Task Lists_go_on_over_pages_and_carry_no_values()
    {
        await Task.WhenAll(Enumerable.Range(0, 7).Select(i => _client.SetSecretAsync($"{_name}-{i}", "value")));

        var listed = await _client.GetPropertiesOfSecretsAsync().ToListAsync();

        Assert.Equal(7, listed.Count(properties => properties.Name.StartsWith(_name, StringComparison.Ordinal)));
        Assert.True(listed.Count > OwnVault.PageSize);
    }

    [Theory]
    [InlineData("under_score")]
    [InlineData("dot.dot")]
    [InlineData("ünicode")]
    public async Task A_name_outside_of_the_rules_is_refused(string name)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => _client.SetSecretAsync(name, "one"));

        Assert.Equal((400, "BadParameter"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task A_value_above_25_kilobytes_is_refused()
    {
        await _client.SetSecretAsync(_name, new string('x', 25 * 1024));

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => _client.SetSecretAsync(_name, new string('x', (25 * 1024) + 1)));

        Assert.Equal(400, refusal.Status);
    }

    [Fact]
    public async Task Without_a_token_of_the_identity_endpoint_nothing_is_told()
    {
        await _client.SetSecretAsync(_name, "one");
        using var plain = _vault.Plain();

        using var without = await plain.GetAsync(new Uri($"secrets/{_name}?api-version=7.4", UriKind.Relative));
        plain.DefaultRequestHeaders.Authorization = new("Bearer", "e30.e30");
        using var forged = await plain.GetAsync(new Uri($"secrets/{_name}?api-version=7.4", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        Assert.Contains("resource=\"https://vault.azure.net\"", without.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_identity_endpoint_asks_for_its_header()
    {
        using var plain = new HttpClient();

        using var answer = await plain.GetAsync(new Uri($"{_vault.IdentityEndpoint}?api-version=2019-08-01&resource=https://vault.azure.net"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task What_is_on_disk_shows_neither_names_nor_values()
    {
        await _client.SetSecretAsync(_name, "a-value-to-look-for");

        var files = Directory.GetFiles(Path.Combine(_vault.Folder, "records"));

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain("a-value-to-look-for", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.Contains(_name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_access_log_names_secrets_and_never_their_values()
    {
        await _client.SetSecretAsync(_name, "a-value-to-look-for");

        var log = _vault.AccessLog();

        Assert.Contains(_name, log, StringComparison.Ordinal);
        Assert.DoesNotContain("a-value-to-look-for", log, StringComparison.Ordinal);
    }
}
