using System.Text.Json;
using Onbehalf.Delegation;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;
using Onbehalf.Tests.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Delegation;

/// <summary>MSAL's token cache: one per person and connection, in that person's part of the vault, and nowhere else.</summary>
public sealed class OnBehalfCacheTests : IAsyncLifetime
{
    private OnBehalfWorld _world = null!;

    public async Task InitializeAsync() => _world = await OnBehalfWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Another_process_goes_on_with_what_the_vault_holds()
    {
        var alice = OnBehalfWorld.Person("alice");
        await _world.PresentAsync(alice, "alice");
        await using var later = await _world.AnotherProcessAsync();

        var token = Assert.IsType<DelegatedTokenResult.Granted>(await later.GetAsync(alice)).Token;

        Assert.StartsWith("for-alice.", token.RevealTo(new("https://graph.example/me")), StringComparison.Ordinal);
        Assert.Equal(["urn:ietf:params:oauth:grant-type:jwt-bearer", "refresh_token"], _world.Entra.Asked.Select(static form => form["grant_type"]));
    }

    [Fact]
    public async Task T16_each_goes_on_with_their_own_and_only_their_own()
    {
        var (alice, bob, carol) = (OnBehalfWorld.Person("alice"), OnBehalfWorld.Person("bob"), OnBehalfWorld.Person("carol"));
        await Task.WhenAll(_world.PresentAsync(alice, "alice"), _world.PresentAsync(bob, "bob"));
        await using var later = await _world.AnotherProcessAsync();

        var tokens = await Task.WhenAll(Enumerable.Repeat(new[] { alice, bob }, 8).SelectMany(static pair => pair).Select(later.GetAsync));
        var nobodys = await later.GetAsync(carol);

        Assert.All(tokens.Index(), each => Assert.StartsWith(each.Index % 2 == 0 ? "for-alice." : "for-bob.", Text(each.Item), StringComparison.Ordinal));
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(nobodys);
        Assert.DoesNotContain("bob", await StateAsync(alice), StringComparison.Ordinal);
        Assert.DoesNotContain("alice", await StateAsync(bob), StringComparison.Ordinal);
    }

    [Fact]
    public async Task T16_a_cache_that_lies_under_another_persons_name_begins_nothing_for_them()
    {
        var (alice, mallory) = (OnBehalfWorld.Person("alice"), OnBehalfWorld.Person("mallory"));
        await _world.PresentAsync(alice, "alice");
        var secrets = _world.Of<PersonSecrets>();
        await secrets.WriteAsync(mallory.Id, _world.Connection.Secret, (await secrets.ReadAsync(alice.Id, _world.Connection.Secret, default))!, default);

        var result = await _world.GetAsync(mallory);

        Assert.IsNotType<DelegatedTokenResult.Granted>(result);
        Assert.Single(_world.Entra.Asked);
    }

    [Fact]
    public async Task Deleting_a_persons_secret_shreds_their_cache_and_nobody_elses()
    {
        var (alice, bob) = (OnBehalfWorld.Person("alice"), OnBehalfWorld.Person("bob"));
        await _world.PresentAsync(alice, "alice");
        await _world.PresentAsync(bob, "bob");

        await _world.Of<PersonSecrets>().DeleteAsync(alice.Id, _world.Connection.Secret, default);

        await using var later = await _world.AnotherProcessAsync();
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(await later.GetAsync(alice));
        Assert.Null(await later.Of<PersonSecrets>().ReadAsync(alice.Id, _world.Connection.Secret, default));
        Assert.IsType<DelegatedTokenResult.Granted>(await later.GetAsync(bob));
    }

    [Fact]
    public async Task What_a_renewed_cache_replaces_is_out_of_use()
    {
        var alice = OnBehalfWorld.Person("alice");
        await _world.PresentAsync(alice, "alice");
        var secrets = _world.Of<PersonSecrets>();
        var before = (await secrets.FindAsync(alice.Id, _world.Connection.Secret, null, default))!;

        await _world.GetAsync(alice);

        Assert.Null(await secrets.FindAsync(alice.Id, _world.Connection.Secret, before.Version, default));
        Assert.NotEqual(before.Version, (await secrets.FindAsync(alice.Id, _world.Connection.Secret, null, default))!.Version);
    }

    [Fact]
    public async Task A_managed_identity_proves_both_clients_without_any_secret()
    {
        await using var world = await OnBehalfWorld.StartAsync(withManagedIdentity: true);
        var bob = OnBehalfWorld.Person("bob");
        await world.Of<SessionGrants>().WriteAsync(bob.Id, world.Of<IssuerCatalog>().ById("entra")!.Issuer, "session", new(world.Entra.RefreshTokenOf("bob")), default);

        Assert.IsType<DelegatedTokenResult.Granted>(await world.GetAsync(bob));

        Assert.Equal(["web-app", "api-app"], world.Entra.Asked.Select(static form => form["client_id"]));
        Assert.All(world.Entra.Asked, static form =>
        {
            Assert.Equal((PaperAssertion.Word, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), (form["client_assertion"], form["client_assertion_type"]));
            Assert.DoesNotContain("client_secret", form.Keys);
        });
    }

    [Fact]
    public async Task A_managed_identity_that_does_not_answer_is_no_refusal()
    {
        await using var world = await OnBehalfWorld.StartAsync(withManagedIdentity: true);
        var bob = OnBehalfWorld.Person("bob");
        await world.Of<SessionGrants>().WriteAsync(bob.Id, world.Of<IssuerCatalog>().ById("entra")!.Issuer, "session", new(world.Entra.RefreshTokenOf("bob")), default);
        world.Assertion.Fails = new Microsoft.Identity.Client.MsalServiceException("managed_identity_unreachable_network", "no identity endpoint");

        var result = await world.GetAsync(bob);

        Assert.IsType<DelegatedTokenResult.Unavailable>(result);
        Assert.Empty(world.Entra.Asked);
        Assert.NotNull(await world.Of<SessionGrants>().ReadAsync(bob.Id, world.Of<IssuerCatalog>().ById("entra")!.Issuer, default));
    }

    private static string Text(DelegatedTokenResult result) => Assert.IsType<DelegatedTokenResult.Granted>(result).Token.RevealTo(new("https://graph.example/me"));

    private async Task<string> StateAsync(Subject person)
    {
        var kept = (await _world.Of<PersonSecrets>().ReadAsync(person.Id, _world.Connection.Secret, default))!.Reveal();
        return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(JsonSerializer.Deserialize<JsonElement>(kept).GetProperty("state").GetString()!));
    }
}
