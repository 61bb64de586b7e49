using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.OnBehalf;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Delegation;

/// <summary>Entra's on-behalf-of flow as a long-running process, spoken by MSAL itself.</summary>
public sealed class OnBehalfTests : IAsyncLifetime
{
    private OnBehalfWorld _world = null!;

    private static ConnectionName Calendar => OnBehalfWorld.Calendar;

    private FakeEntra Entra => _world.Entra;

    public async Task InitializeAsync() => _world = await OnBehalfWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_bearer_callers_own_token_begins_it_and_it_goes_on_without_them()
    {
        var alice = Person("alice");
        await Of<PresentedTokens>().OfferAsync(new Caller(alice, CallerProof.BearerToken, presented: new("head.alice.signature")), default);

        var first = Assert.IsType<DelegatedTokenResult.Granted>(await GetAsync(alice)).Token;
        Of<DelegatedTokens>().Forget(alice.Id, Calendar);
        var later = Assert.IsType<DelegatedTokenResult.Granted>(await GetAsync(alice)).Token;

        var forms = Entra.Asked.ToArray();
        Assert.Equal(["urn:ietf:params:oauth:grant-type:jwt-bearer", "refresh_token", "refresh_token"], forms.Select(static form => form["grant_type"]));
        Assert.Equal(("head.alice.signature", "on_behalf_of", "api-app"), (forms[0]["assertion"], forms[0]["requested_token_use"], forms[0]["client_id"]));
        Assert.Contains("https://graph.example/Calendars.Read", forms[0]["scope"].Split(' '));
        Assert.StartsWith("for-alice.", later.RevealTo(new("https://graph.example/me")), StringComparison.Ordinal);
        Assert.Equal(first.Grant, later.Grant);
    }

    [Fact]
    public async Task A_sign_in_begins_it_too()
    {
        var bob = Person("bob");
        await Of<SessionGrants>().WriteAsync(bob.Id, Of<IssuerCatalog>().ById("entra")!.Issuer, "session", new(Entra.RefreshTokenOf("bob")), default);

        var token = Assert.IsType<DelegatedTokenResult.Granted>(await GetAsync(bob)).Token;

        var forms = Entra.Asked.ToArray();
        Assert.Equal(["web-app", "api-app"], forms.Select(static form => form["client_id"]));
        Assert.Equal("api-app/.default offline_access", forms[0]["scope"]);
        Assert.StartsWith("for-bob.", token.RevealTo(new("https://graph.example/me")), StringComparison.Ordinal);
        Assert.Equal(["Allowed on-behalf-of", "Succeeded on-behalf-of"], await RecordedAsync(bob));
    }

    [Fact]
    public async Task T17_what_rests_in_the_vault_holds_no_access_token()
    {
        var carol = Person("carol");
        await Of<PresentedTokens>().OfferAsync(new Caller(carol, CallerProof.BearerToken, presented: new("head.carol.signature")), default);
        await GetAsync(carol);

        var kept = (await Of<PersonSecrets>().ReadAsync(carol.Id, Of<ConnectionCatalog>().Find("calendar")!.Secret, default))!.Reveal();

        var cache = Convert.FromBase64String(JsonSerializer.Deserialize<JsonElement>(kept).GetProperty("state").GetString()!);
        var text = System.Text.Encoding.UTF8.GetString(cache);
        Assert.Contains("refresh-carol", text, StringComparison.Ordinal);
        Assert.All(Entra.AccessTokens, token => Assert.DoesNotContain(token, text, StringComparison.Ordinal));
        Assert.DoesNotContain("head.carol", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T16_whatEntra_refuses_ends_in_a_sentence_for_the_person_and_in_no_other_identity()
    {
        var (dan, erin) = (Person("dan"), Person("erin"));
        await Of<PresentedTokens>().OfferAsync(new Caller(dan, CallerProof.BearerToken, presented: new("head.dan.signature")), default);
        await Of<PresentedTokens>().OfferAsync(new Caller(erin, CallerProof.BearerToken, presented: new("head.erin.signature")), default);
        (Entra.Refuses, var before) = ("interaction_required", Entra.AccessTokens.Count);

        var refused = Assert.IsType<DelegatedTokenResult.ConsentRequired>(await GetAsync(dan));
        Entra.Refuses = null;

        Assert.Contains("Sign out and in again", refused.Reason, StringComparison.Ordinal);
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(await GetAsync(dan));
        Assert.Equal(before, Entra.AccessTokens.Count);
        Assert.IsType<DelegatedTokenResult.Granted>(await GetAsync(erin));
    }

    [Fact]
    public async Task It_ends_with_the_person()
    {
        var frank = Person("frank");
        await Of<PresentedTokens>().OfferAsync(new Caller(frank, CallerProof.BearerToken, presented: new("head.frank.signature")), default);
        Assert.IsType<DelegatedTokenResult.Granted>(await GetAsync(frank));

        var ended = await _world.EndAsync(frank);

        Assert.Equal(1, ended);
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(await GetAsync(frank));
    }

    [Fact]
    public async Task Law_7_what_cannot_be_put_on_record_is_not_begun()
    {
        var carol = Person("carol");
        await Of<Onbehalf.Storage.Tables>().Audit.DeleteAsync();

        await Of<PresentedTokens>().OfferAsync(new Caller(carol, CallerProof.BearerToken, presented: new("head.carol.signature")), default);

        Assert.Empty(Entra.Asked);
        Assert.Null(await Of<PersonSecrets>().ReadAsync(carol.Id, Of<ConnectionCatalog>().Find("calendar")!.Secret, default));
    }

    [Fact]
    public async Task Somebody_of_another_provider_has_none()
    {
        var eve = Person("eve") with { ProviderId = "elsewhere" };
        await Of<PresentedTokens>().OfferAsync(new Caller(eve, CallerProof.BearerToken, presented: new("head.eve.signature")), default);

        var result = await GetAsync(eve);

        Assert.Contains("another provider", Assert.IsType<DelegatedTokenResult.ConsentRequired>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Entra.Asked);
    }

    private async Task<string[]> RecordedAsync(Subject person)
    {
        var rows = new List<AuditRecord>();
        await foreach (var row in Of<Onbehalf.Storage.Tables>().Audit.QueryAsync<AuditRow>())
            if (AuditRows.Read(row) is { Entry: { } entry } record && entry.Action == AuditAction.Connect && entry.Subject.Id == person.Id)
                rows.Add(record);
        return [.. rows.OrderBy(static record => record.Id.Seq).Select(static record => $"{record.Entry.Decision} {record.Entry.Reason}")];
    }

    private static Subject Person(string name) => OnBehalfWorld.Person(name);

    private Task<DelegatedTokenResult> GetAsync(Subject person) => _world.GetAsync(person);

    private T Of<T>()
        where T : notnull => _world.Of<T>();
}
