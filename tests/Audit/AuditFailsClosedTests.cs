using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Audit;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Audit;

public sealed class AuditFailsClosedTests
{
    private const string NobodyThere = "AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:1/a";

    [Fact]
    public async Task When_the_store_is_down_there_is_no_record_and_so_no_act()
    {
        await using var world = await AuditWorld.OpenAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ONBEHALF_TABLES"] = NobodyThere, ["ONBEHALF_AUDIT_TABLES"] = NobodyThere }).Build();
        var trail = new AuditTrail(new Storage.Tables(configuration), world.Of<PersonSeal>(), world.Of<AuditMacKeys>(), TimeProvider.System, NullLogger<AuditTrail>.Instance);

        var failure = await Assert.ThrowsAsync<AuditNotWrittenException>(() => trail.IntentAsync(world.Call(world.Alice), default));

        Assert.False(failure.IsConflict);
    }

    [Fact]
    public async Task When_the_vault_is_down_what_must_be_sealed_is_not_recorded_and_so_does_not_happen()
    {
        await using var world = await AuditWorld.OpenAsync();
        var seal = new PersonSeal(new(Away(), world.Of<Storage.Tables>()), TimeProvider.System);
        var trail = new AuditTrail(world.Of<Storage.Tables>(), seal, world.Of<AuditMacKeys>(), TimeProvider.System, NullLogger<AuditTrail>.Instance);

        await Assert.ThrowsAsync<AuditNotWrittenException>(() => trail.IntentAsync(world.Call(world.Alice), default));

        Assert.Equal(0, (await world.VerifyAsync()).Records);
    }

    [Fact]
    public async Task When_the_vault_is_down_at_the_start_nothing_is_recorded_and_so_nothing_happens()
    {
        await using var world = await AuditWorld.OpenAsync();
        var trail = new AuditTrail(world.Of<Storage.Tables>(), world.Of<PersonSeal>(), new AuditMacKeys(Away(), TimeProvider.System), TimeProvider.System, NullLogger<AuditTrail>.Instance);

        var failure = await Assert.ThrowsAsync<AuditNotWrittenException>(() => trail.IntentAsync(world.Call(world.Alice) with { Details = null }, default));

        Assert.False(failure.IsConflict);
        Assert.Equal(0, (await world.VerifyAsync()).Records);
    }

    [Fact]
    public async Task A_missing_table_is_a_store_that_is_down()
    {
        await using var world = await AuditWorld.OpenAsync();
        await world.Table.DeleteAsync();

        await Assert.ThrowsAsync<AuditNotWrittenException>(() => world.Trail.RecordAsync(world.Call(world.Alice), default));
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_a_cancellation_and_the_chain_goes_on()
    {
        await using var world = await AuditWorld.OpenAsync();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Trail.RecordAsync(world.Call(world.Alice), gone.Token));
        await world.Trail.RecordAsync(world.Call(world.Alice), default);

        Assert.Equal((1L, null), ((await world.VerifyAsync()).Records, (await world.VerifyAsync()).FirstBad));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a'b")]
    [InlineData("a\nb")]
    public async Task A_call_id_that_is_no_id_is_wrong_use(string callId)
    {
        await using var world = await AuditWorld.OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => world.Trail.RecordAsync(world.Call(world.Alice) with { CallId = callId }, default));
    }

    private static SecretClient Away() => new(
        new Uri("https://127.0.0.1:1"),
        new Azure.Identity.ManagedIdentityCredential(Azure.Identity.ManagedIdentityId.SystemAssigned),
        new SecretClientOptions { Retry = { MaxRetries = 0 }, Transport = new HttpClientTransport(new HttpClient()) });
}
