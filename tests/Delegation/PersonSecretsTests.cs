using System.Text.Json;
using Azure;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Delegation;

public sealed class PersonSecretsTests
{
    private static readonly SecretPurpose Source = new("source-company");

    private readonly SubjectId _alice = SubjectId.Of("https://issuer.test", null, $"alice-{Guid.NewGuid()}");
    private readonly SubjectId _bob = SubjectId.Of("https://issuer.test", null, $"bob-{Guid.NewGuid()}");

    [Fact]
    public async Task A_secret_is_read_by_its_person_only()
    {
        var secrets = await RealVault.SecretsAsync();

        await secrets.WriteAsync(_alice, Source, new("hers"), default);

        Assert.Equal("hers", (await secrets.ReadAsync(_alice, Source, default))?.Reveal());
        Assert.Null(await secrets.ReadAsync(_bob, Source, default));
        Assert.Null(await secrets.ReadAsync(_alice, new("another"), default));
    }

    [Fact]
    public async Task The_newest_value_is_read()
    {
        var secrets = await RealVault.SecretsAsync();

        await secrets.WriteAsync(_alice, Source, new("1"), default);
        await secrets.WriteAsync(_alice, Source, new("2"), default);

        Assert.Equal("2", (await secrets.ReadAsync(_alice, Source, default))?.Reveal());
    }

    [Fact]
    public async Task After_a_deletion_the_next_generation_begins_in_every_process()
    {
        var (one, other) = (await RealVault.SecretsAsync(), await RealVault.SecretsAsync());
        await one.WriteAsync(_alice, Source, new("old"), default);
        Assert.Equal("old", (await other.ReadAsync(_alice, Source, default))?.Reveal());

        await one.DeleteAsync(_alice, Source, default);
        Assert.Null(await one.ReadAsync(_alice, Source, default));
        Assert.Null(await other.ReadAsync(_alice, Source, default));

        await other.WriteAsync(_alice, Source, new("new"), default);
        Assert.Equal("new", (await one.ReadAsync(_alice, Source, default))?.Reveal());
        Assert.Equal("new", (await (await RealVault.SecretsAsync()).ReadAsync(_alice, Source, default))?.Reveal());
        Assert.Contains(await RealVault.LogAsync(), line => line.Contains($"u-{_alice}-source-company-g2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task However_often_it_was_deleted_a_new_process_finds_it_in_as_many_steps()
    {
        var one = await RealVault.SecretsAsync();
        const int Deletions = 7;
        for (var i = 0; i < Deletions; i++)
        {
            await one.WriteAsync(_alice, Source, new($"{i}"), default);
            await one.DeleteAsync(_alice, Source, default);
        }

        await one.WriteAsync(_alice, Source, new("last"), default);

        var asked = (await RealVault.LogAsync()).Length;
        Assert.Equal("last", (await (await RealVault.SecretsAsync()).ReadAsync(_alice, Source, default))?.Reveal());
        Assert.Equal(2, (await RealVault.LogAsync()).Skip(asked).Count(line => line.Contains($"u-{_alice}-", StringComparison.Ordinal)));

        await (await RealVault.SecretsAsync()).WriteAsync(_alice, Source, new("newer"), default);
        Assert.Equal("newer", (await one.ReadAsync(_alice, Source, default))?.Reveal());
    }

    [Fact]
    public async Task What_the_vault_has_purged_leaves_no_gap_to_fall_into()
    {
        var one = await RealVault.SecretsAsync();
        await one.WriteAsync(_alice, Source, new("old"), default);
        await one.DeleteAsync(_alice, Source, default);
        await one.WriteAsync(_alice, Source, new("second"), default);
        await one.DeleteAsync(_alice, Source, default);
        var vault = await RealVault.ClientAsync();
        await vault.PurgeDeletedSecretAsync($"u-{_alice}-source-company-g1");
        await vault.PurgeDeletedSecretAsync($"u-{_alice}-source-company-g2");

        await (await RealVault.SecretsAsync()).WriteAsync(_alice, Source, new("third"), default);

        Assert.Equal("third", (await (await RealVault.SecretsAsync()).ReadAsync(_alice, Source, default))?.Reveal());
        Assert.Equal("third", (await one.ReadAsync(_alice, Source, default))?.Reveal());
        Assert.Contains(await RealVault.LogAsync(), line => line.Contains($"u-{_alice}-source-company-g2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_done_already() =>
        await (await RealVault.SecretsAsync()).DeleteAsync(_bob, Source, default);

    [Fact]
    public void Names_of_different_people_purposes_and_generations_differ() => Prop.ForAll(
        ArbMap.Default.ArbFor<(NonEmptyString One, NonEmptyString Other)>(),
        ArbMap.Default.ArbFor<(byte One, byte Other)>(),
        (keys, numbers) =>
        {
            var one = Name(keys.One.Get, numbers.One);
            var other = Name(keys.Other.Get, numbers.Other);
            return (one == other) == (one.Value == other.Value) && one.Value.Length <= 127 && one.Value.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("../g1")]
    [InlineData("A")]
    [InlineData("source--company")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a\n")]
    [InlineData("ａ")]
    [InlineData("u_1")]
    public void What_is_not_a_purpose_never_becomes_part_of_a_secrets_name(string text) =>
        Assert.Throws<ArgumentException>(() => new SecretPurpose(text));

    [Fact]
    public void A_purpose_has_an_end() => Assert.Throws<ArgumentException>(() => new SecretPurpose(new string('a', 61)));

    [Fact]
    public void A_secret_prints_its_type_and_refuses_to_be_written()
    {
        var secret = new SecretText("hidden");

        Assert.DoesNotContain("hidden", $"{secret}", StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(secret));
    }

    [Fact]
    public async Task A_vault_with_another_authority_is_not_talked_to()
    {
        var real = await RealVault.ClientAsync();
        var options = new SecretClientOptions { DisableChallengeResourceVerification = true, Retry = { MaxRetries = 0 }, Transport = new HttpClientTransport(new HttpClient()) };
        var stranger = new SecretClient(real.VaultUri, new Azure.Identity.ManagedIdentityCredential(Azure.Identity.ManagedIdentityId.SystemAssigned), options);

        await Assert.ThrowsAsync<RequestFailedException>(() => stranger.GetSecretAsync("any"));
    }

    private static SecretName Name(string key, byte number) =>
        new(SubjectId.Of("i", null, key), new(number % 2 == 0 ? "a" : "a-g1"), (number % 3) + 1);
}
