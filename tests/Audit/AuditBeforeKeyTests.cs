using Azure.Data.Tables;
using Onbehalf.Audit;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Audit;

/// <summary>Records that an earlier version wrote, before there was a key.</summary>
public sealed class AuditBeforeKeyTests
{
    [Fact]
    public async Task They_count_as_the_beginning_of_a_chain_that_goes_on_with_MACs()
    {
        await using var world = await AuditWorld.OpenAsync(vault: new VaultInMemory().Client());
        await OldAsync(world, 2);

        await world.Trail.RecordAsync(world.Call(world.Alice), default);

        var verdict = await world.VerifyAsync();
        Assert.Equal((3L, null), (verdict.Records, verdict.FirstBad));
    }

    [Fact]
    public async Task Where_nothing_follows_them_they_count_once_they_are_anchored()
    {
        await using var world = await AuditWorld.OpenAsync(vault: new VaultInMemory().Client());
        await OldAsync(world, 2);
        await world.Trail.RecordAsync(world.Call(world.Bob), default);

        var before = await world.VerifyAsync();
        await world.Of<AuditAnchors>().WriteAsync(default);
        var after = await world.VerifyAsync();

        Assert.Equal(new AuditFault($"{world.ChainOf(world.Alice)}-1", "has no MAC, and no anchor or later record vouches for it"), before.FirstBad);
        Assert.True(after.IsIntact);
    }

    [Fact]
    public async Task A_record_without_a_MAC_after_one_with_it_is_bad_even_in_between_and_anchored()
    {
        await using var world = await AuditWorld.OpenAsync(vault: new VaultInMemory().Client());
        await OldAsync(world, 1);
        var keyed = await world.Trail.RecordAsync(world.Call(world.Alice), default);

        var forged = await world.AppendByHandAsync(world.Alice, await world.EntityAsync(keyed.Id));
        await world.AnotherTrail().RecordAsync(world.Call(world.Alice), default);
        await world.Of<AuditAnchors>().WriteAsync(default);

        Assert.Equal($"{forged.PartitionKey}-3", (await world.VerifyAsync()).FirstBad?.Record);
    }

    [Fact]
    public async Task One_that_was_touched_after_the_key_was_made_is_bad()
    {
        await using var world = await AuditWorld.OpenAsync(vault: new VaultInMemory().Client());
        var old = await OldAsync(world, 1);
        await world.Trail.RecordAsync(world.Call(world.Alice), default);

        await world.Table.UpdateEntityAsync(old, Azure.ETag.All, TableUpdateMode.Replace);

        Assert.Equal(new AuditFault($"{old.PartitionKey}-1", "has no MAC: the app did not write it"), (await world.VerifyAsync()).FirstBad);
    }

    [Fact]
    public async Task A_copied_table_has_them_by_the_anchors_of_their_time()
    {
        await using var world = await AuditWorld.OpenAsync(vault: new VaultInMemory().Client());
        var old = await OldAsync(world, 1);
        await world.Trail.RecordAsync(world.Call(world.Bob), default);
        var head = $$"""{"at":"2020-01-01T00:00:00Z","heads":[{"chain":"{{old.PartitionKey}}","seq":1,"hash":"{{old.Hash}}"}]}""";
        await world.AnchorByHandAsync(head);

        await world.Table.UpdateEntityAsync(old, Azure.ETag.All, TableUpdateMode.Replace);
        await world.Trail.RecordAsync(world.Call(world.Alice), default);

        Assert.True((await world.VerifyAsync()).IsIntact);
    }

    private static async Task<AuditRow> OldAsync(AuditWorld world, int count)
    {
        AuditRow? last = null;
        for (var n = 0; n < count; n++)
            last = await world.AppendByHandAsync(world.Alice, last);
        // The vault dates a key by whole seconds, and its clock is the same here.
        await Task.Delay(1001 - DateTimeOffset.UtcNow.Millisecond);
        return last!;
    }
}
