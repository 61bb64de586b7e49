using Azure;
using Azure.Data.Tables;
using Onbehalf.Audit;

namespace Onbehalf.Tests.Audit;

/// <summary>Somebody has the right to write the table and uses it.</summary>
public sealed class AuditTamperTests
{
    [Theory]
    [InlineData("Name", "Mallory")]
    [InlineData("Decision", "Denied")]
    [InlineData("Relations", "[]")]
    [InlineData("Shape", "select 1")]
    [InlineData("ContextSources", "[\"wiki\"]")]
    [InlineData("CallId", "another")]
    [InlineData("PrevId", "202601-aaaaaaaaaaaaaaaaaaaaaaaaaa-1")]
    [InlineData("Extra", "column")]
    public async Task An_edited_record_is_named(string column, string value)
    {
        await using var world = await ThreeRecordsAsync();
        var row = await world.RowAsync(Id(world, 2));

        row[column] = value;
        await world.Table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        await IsBadAsync(world, 2);
    }

    [Fact]
    public async Task An_edit_that_recomputes_the_hash_is_named_because_its_MAC_is_wrong()
    {
        await using var world = await ThreeRecordsAsync();
        var row = (await world.Table.GetEntityAsync<AuditRow>(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(2))).Value;

        row.Name = "Mallory";
        row.Hash = AuditHash.Of(row);
        await world.Table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        await IsBadAsync(world, 2);
    }

    [Fact]
    public async Task Changed_sealed_bytes_are_named()
    {
        await using var world = await ThreeRecordsAsync();
        var row = await world.RowAsync(Id(world, 1));

        var bytes = row.GetBinary("Sealed");
        bytes[^1] ^= 1;
        row["Sealed"] = bytes;
        await world.Table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        await IsBadAsync(world, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_deleted_record_is_named(int seq)
    {
        await using var world = await ThreeRecordsAsync();

        await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(seq));

        await IsBadAsync(world, seq);
    }

    [Fact]
    public async Task A_record_that_nobody_wrote_is_named()
    {
        await using var world = await ThreeRecordsAsync();
        var row = (await world.Table.GetEntityAsync<AuditRow>(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(3))).Value;

        row.RowKey = AuditKeys.Sequence(4);
        row.PrevHash = row.Hash;
        row.Hash = AuditHash.Of(row);
        await world.Table.AddEntityAsync(row);

        await IsBadAsync(world, 3);
    }

    [Fact]
    public async Task Records_that_changed_places_are_named()
    {
        await using var world = await ThreeRecordsAsync();
        var (first, second) = (await world.RowAsync(Id(world, 1)), await world.RowAsync(Id(world, 2)));

        (first.RowKey, second.RowKey) = (second.RowKey, first.RowKey);
        await world.Table.UpdateEntityAsync(first, ETag.All, TableUpdateMode.Replace);
        await world.Table.UpdateEntityAsync(second, ETag.All, TableUpdateMode.Replace);

        await IsBadAsync(world, 1);
    }

    [Fact]
    public async Task A_tail_cut_with_its_call_rows_contradicts_the_anchor()
    {
        await using var world = await ThreeRecordsAsync();
        await world.Of<AuditAnchors>().WriteAsync(default);

        await CutAsync(world, from: 2);

        await IsBadAsync(world, 3);
    }

    [Fact]
    public async Task A_tail_cut_without_its_call_rows_is_named_even_without_an_anchor()
    {
        await using var world = await ThreeRecordsAsync();

        await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(3));
        await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(2));

        await IsBadAsync(world, 2);
    }

    [Fact]
    public async Task A_regrown_tail_contradicts_the_anchor()
    {
        await using var world = await ThreeRecordsAsync();
        await world.Of<AuditAnchors>().WriteAsync(default);
        await CutAsync(world, from: 3);

        await world.AnotherTrail().RecordAsync(world.Call(world.Alice), default);
        await world.AnotherTrail().RecordAsync(world.Call(world.Alice), default);

        await IsBadAsync(world, 3);
    }

    [Fact]
    public async Task A_chain_that_is_gone_contradicts_the_anchor()
    {
        await using var world = await ThreeRecordsAsync();
        await world.Of<AuditAnchors>().WriteAsync(default);

        await CutAsync(world, from: 1);

        await IsBadAsync(world, 3);
    }

    [Fact]
    public async Task A_lost_call_row_is_named()
    {
        await using var world = await ThreeRecordsAsync();

        await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Call("call-2", AuditPhase.Whole));

        await IsBadAsync(world, 2);
    }

    [Fact]
    public async Task Verifying_while_people_act_raises_no_false_alarm()
    {
        await using var world = await ThreeRecordsAsync();
        using var enough = new CancellationTokenSource();
        var acting = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await world.Trail.RecordAsync(world.Call(world.Alice) with { Details = null }, default);
        });

        for (var n = 0; n < 20; n++)
        {
            await world.Of<AuditAnchors>().WriteAsync(default);
            Assert.Null((await world.VerifyAsync()).FirstBad);
        }

        await enough.CancelAsync();
        await acting;
    }

    [Fact]
    public async Task A_partition_that_is_no_chain_is_named_and_does_not_keep_others_from_being_anchored()
    {
        await using var world = await ThreeRecordsAsync();
        var key = AuditMonth.Of(world.Time.GetUtcNow()) + "-!";
        await world.Table.AddEntityAsync(new TableEntity(key, "s-x") { ["Name"] = "Mallory" });

        Assert.Equal(2, await world.Of<AuditAnchors>().WriteAsync(default));
        Assert.Equal(key + "-1", (await world.VerifyAsync()).FirstBad?.Record);
    }

    [Fact]
    public async Task Anchors_that_agree_leave_the_chains_intact_and_only_moved_chains_are_anchored_again()
    {
        await using var world = await ThreeRecordsAsync();
        var anchors = world.Of<AuditAnchors>();

        var (first, second) = (await anchors.WriteAsync(default), await anchors.WriteAsync(default));
        await world.Trail.RecordAsync(world.Call(world.Bob), default);
        var third = await anchors.WriteAsync(default);

        Assert.Equal((2, 0, 1), (first, second, third));
        var verdict = await world.VerifyAsync();
        Assert.Equal((2, 5L, 3L, null), (verdict.Chains, verdict.Records, verdict.Anchored, verdict.FirstBad));
    }

    private static async Task<AuditWorld> ThreeRecordsAsync()
    {
        var world = await AuditWorld.OpenAsync();
        await world.Trail.RecordAsync(world.Call(world.Bob), default);
        for (var n = 1; n <= 3; n++)
            await world.Trail.RecordAsync(world.Call(world.Alice, $"call-{n}"), default);
        Assert.True((await world.VerifyAsync()).IsIntact);
        return world;
    }

    private static AuditId Id(AuditWorld world, long seq) => new(world.ChainOf(world.Alice), seq);

    private static async Task CutAsync(AuditWorld world, int from)
    {
        for (var n = from; n <= 3; n++)
        {
            await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(n));
            await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Call($"call-{n}", AuditPhase.Whole));
        }
    }

    private static async Task IsBadAsync(AuditWorld world, long seq)
    {
        var verdict = await world.VerifyAsync();

        Assert.Equal(Id(world, seq).Value, verdict.FirstBad?.Record);
        Assert.Equal(verdict.FirstBad, (await world.VerifyAsync(world.Alice.Id)).FirstBad);
        Assert.True((await world.VerifyAsync(world.Bob.Id)).IsIntact);
    }
}
