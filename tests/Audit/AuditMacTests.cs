using Onbehalf.Audit;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Audit;

/// <summary>Every record has a MAC whose key is in the vault: the right to write the table is not enough to write a record.</summary>
public sealed class AuditMacTests
{
    private const string WrongMac = "has a wrong MAC: the app did not write it";

    [Theory]
    [InlineData("none", "has no MAC: the app did not write it")]
    [InlineData("no version", "has no MAC: the app did not write it")]
    [InlineData("own key", WrongMac)]
    [InlineData("copied", WrongMac)]
    [InlineData("empty", WrongMac)]
    [InlineData("made-up version", "names a key that the vault does not have")]
    public async Task A_well_formed_record_that_the_app_did_not_write_is_named(string how, string problem)
    {
        await using var world = await AuditWorld.OpenAsync();
        var last = await world.EntityAsync((await world.Trail.RecordAsync(world.Call(world.Alice), default)).Id);

        var forged = await world.AppendByHandAsync(world.Alice, last, row => Sign(row, last, how));
        await world.AnotherTrail().RecordAsync(world.Call(world.Alice), default);

        Assert.Equal(new AuditFault(Id(world, forged), problem), (await world.VerifyAsync()).FirstBad);
    }

    [Fact]
    public async Task A_chain_that_the_app_never_began_is_named_whether_anchored_or_gone_on_with()
    {
        await using var world = await AuditWorld.OpenAsync();
        await world.Trail.RecordAsync(world.Call(world.Bob), default);

        var forged = await world.AppendByHandAsync(world.Alice);
        var anchored = await world.Of<AuditAnchors>().WriteAsync(default);
        await world.Trail.RecordAsync(world.Call(world.Alice), default);
        await world.Of<AuditAnchors>().WriteAsync(default);

        Assert.Equal(1, anchored);
        Assert.Equal(new AuditFault(Id(world, forged), "has no MAC: the app did not write it"), Assert.Single((await world.VerifyAsync()).Bad));
    }

    [Fact]
    public async Task The_first_bad_record_of_every_chain_is_named()
    {
        await using var world = await AuditWorld.OpenAsync();
        foreach (var person in new[] { world.Alice, world.Bob, world.Frank })
            await world.Trail.RecordAsync(world.Call(person), default);

        var alices = await world.AppendByHandAsync(world.Alice, await world.EntityAsync(new(world.ChainOf(world.Alice), 1)));
        await world.AppendByHandAsync(world.Alice, alices);
        var bobs = await world.AppendByHandAsync(world.Bob, await world.EntityAsync(new(world.ChainOf(world.Bob), 1)));
        var verdict = await world.VerifyAsync();

        Assert.Equal(new[] { Id(world, alices), Id(world, bobs) }.Order(), verdict.Bad.Select(static fault => fault.Record).Order());
        Assert.Equal(verdict.Bad[0], verdict.FirstBad);
    }

    [Fact]
    public async Task A_forged_outcome_or_intent_does_not_stand_in_for_an_act()
    {
        await using var world = await AuditWorld.OpenAsync();
        await world.Trail.RecordAsync(world.Call(world.Alice), default);
        var forged = await world.AppendByHandAsync(world.Bob);
        var call = AuditKeys.Call(forged.CallId, AuditPhase.Outcome);
        await world.Table.AddEntityAsync(new AuditCallRow { PartitionKey = forged.PartitionKey, RowKey = call, Seq = 1 });

        var asked = await Assert.ThrowsAsync<AuditNotWrittenException>(() => world.Trail.FindOutcomeAsync(world.Bob.Id, forged.CallId, default));
        var repeated = await Assert.ThrowsAsync<AuditNotWrittenException>(() => world.Trail.RecordAsync(world.Call(world.Bob, forged.CallId) with { Details = null }, default));

        Assert.True(asked.IsConflict && repeated.IsConflict);
    }

    [Fact]
    public async Task The_key_is_read_once_in_a_process()
    {
        var vault = new VaultInMemory();
        await using var world = await AuditWorld.OpenAsync(vault: vault.Client());

        for (var n = 0; n < 5; n++)
            await world.Trail.RecordAsync(world.Call(n % 2 == 0 ? world.Alice : world.Bob) with { Details = null }, default);

        Assert.Equal((1, 1), (vault.Reads, vault.VersionsOf(AuditMacKeys.Name)));
        Assert.True((await world.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Processes_that_make_the_first_key_at_once_write_chains_that_all_of_them_find_intact()
    {
        await using var world = await AuditWorld.OpenAsync(vault: new VaultInMemory().Client());
        var trails = Enumerable.Range(0, 6).Select(_ => world.FreshTrail()).ToArray();

        await Task.WhenAll(trails.Select(trail => trail.RecordAsync(world.Call(world.Alice) with { Details = null }, default)));

        var verdict = await world.VerifyAsync();
        Assert.Equal((6L, null), (verdict.Records, verdict.FirstBad));
    }

    [Fact]
    public async Task After_a_rotation_new_records_name_the_new_version_and_old_ones_keep_theirs()
    {
        var vault = new VaultInMemory().Client();
        await using var world = await AuditWorld.OpenAsync(vault: vault);
        var before = await world.EntityAsync((await world.Trail.RecordAsync(world.Call(world.Alice), default)).Id);

        await vault.SetSecretAsync(AuditMacKeys.Name, Convert.ToBase64String(new byte[32]));
        var after = await world.EntityAsync((await world.FreshTrail().RecordAsync(world.Call(world.Alice), default)).Id);

        Assert.NotEqual(before.KeyVersion, after.KeyVersion);
        Assert.True((await world.VerifyAsync()).IsIntact);
    }

    private static string Id(AuditWorld world, AuditRow row) =>
        AuditRows.Read(row)?.Id.Value ?? throw new InvalidOperationException(world.ToString());

    private static void Sign(AuditRow row, AuditRow copied, string how)
    {
        row.KeyVersion = how switch { "none" => null, "no version" => null, "made-up version" => new string('0', 32), _ => copied.KeyVersion };
        row.Hash = AuditHash.Of(row);
        row.Mac = how switch
        {
            "none" => null,
            "own key" => AuditMac.Of(row, new byte[32]),
            "empty" => "",
            _ => copied.Mac,
        };
    }
}
