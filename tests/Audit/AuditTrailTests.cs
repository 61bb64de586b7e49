using Azure.Data.Tables;
using Onbehalf.Audit;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Audit;

public sealed class AuditTrailTests
{
    [Fact]
    public async Task An_act_leaves_its_intent_and_its_outcome_and_both_name_the_person()
    {
        await using var world = await AuditWorld.OpenAsync();
        var entry = world.Call(world.Alice);

        var intent = await world.Trail.IntentAsync(entry, default);
        var outcome = await world.Trail.OutcomeAsync(entry with { Decision = AuditDecision.Succeeded }, default);
        var found = await world.Trail.FindOutcomeAsync(world.Alice.Id, entry.CallId, default);

        Assert.Equal((1, 2), (intent.Id.Seq, outcome.Id.Seq));
        Assert.False(intent.AlreadyRecorded);
        Assert.Equal(("Alice", AuditDecision.Succeeded, AuditPhase.Outcome), (found!.Entry.Subject.Name, found.Entry.Decision, found.Phase));
        Assert.Equal(outcome.Id, found.Id);
        Assert.True((await world.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task The_same_record_twice_is_success_and_one_record()
    {
        await using var world = await AuditWorld.OpenAsync();
        var entry = world.Call(world.Alice);

        var first = await world.Trail.IntentAsync(entry, default);
        var again = await world.Trail.IntentAsync(entry, default);
        var elsewhere = await world.AnotherTrail().IntentAsync(entry, default);

        Assert.Equal((first.Id, true), (again.Id, again.AlreadyRecorded));
        Assert.Equal((first.Id, true), (elsewhere.Id, elsewhere.AlreadyRecorded));
        Assert.Equal(1, (await world.VerifyAsync()).Records);
    }

    [Fact]
    public async Task A_different_record_under_the_same_id_is_refused()
    {
        await using var world = await AuditWorld.OpenAsync();
        var entry = world.Call(world.Alice);
        await world.Trail.IntentAsync(entry, default);

        AuditEntry[] others =
        [
            entry with { Details = """{"sql":"select 2"}""" },
            entry with { Details = null },
            entry with { Decision = AuditDecision.Denied },
            entry with { Resource = AuditResource.Of("expenses") },
            entry with { TextAuthors = [] },
            entry with { Subject = entry.Subject with { Name = "Mallory" } },
        ];

        foreach (var other in others)
            Assert.True((await Assert.ThrowsAsync<AuditNotWrittenException>(() => world.Trail.IntentAsync(other, default))).IsConflict);
        Assert.Equal(1, (await world.VerifyAsync()).Records);
    }

    [Fact]
    public async Task A_retry_finds_the_row_of_an_earlier_version_without_context_sources_and_refuses_other_sources()
    {
        await using var world = await AuditWorld.OpenAsync();
        var (old, now) = (world.Call(world.Alice), world.Call(world.Alice) with { ContextSources = ["company", "wiki"] });
        await world.Trail.IntentAsync(old, default);
        await world.Trail.IntentAsync(now, default);

        var retried = await world.AnotherTrail().IntentAsync(old with { ContextSources = ["company"] }, default);
        var again = await world.AnotherTrail().IntentAsync(now, default);

        Assert.True(retried.AlreadyRecorded && again.AlreadyRecorded);
        foreach (var other in new[] { now with { ContextSources = [] }, now with { ContextSources = ["company"] } })
            Assert.True((await Assert.ThrowsAsync<AuditNotWrittenException>(() => world.Trail.IntentAsync(other, default))).IsConflict);
        var verdict = await world.VerifyAsync();
        Assert.Equal((true, 2), (verdict.IsIntact, verdict.Records));
    }

    [Fact]
    public async Task The_usual_record_costs_one_transaction()
    {
        await using var world = await AuditWorld.OpenAsync(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        var entry = world.Call(world.Alice) with { Details = null };
        await world.Trail.IntentAsync(entry, default);

        using var count = new StorageCount();
        await world.Trail.OutcomeAsync(entry, default);

        Assert.Equal(1, count.Requests);
    }

    [Fact]
    public async Task Records_that_wait_for_their_turn_are_written_in_one_transaction()
    {
        await using var world = await AuditWorld.OpenAsync(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        await world.Trail.RecordAsync(world.Call(world.Alice), default);
        var entries = Enumerable.Range(0, 9).Select(_ => world.Call(world.Alice) with { Details = null }).ToArray();

        using var count = new StorageCount();
        var receipts = await Task.WhenAll(entries.Select(entry => world.Trail.RecordAsync(entry, default)));

        Assert.InRange(count.Requests, 1, 3);
        Assert.Equal(Enumerable.Range(2, 9).Select(static n => (long)n), receipts.Select(static one => one.Id.Seq).Order());
        Assert.DoesNotContain(receipts, static one => one.AlreadyRecorded);
        Assert.Equal(receipts[^1] with { AlreadyRecorded = true }, await world.AnotherTrail().RecordAsync(entries[^1], default));
        Assert.Equal((10L, null), ((await world.VerifyAsync()).Records, (await world.VerifyAsync()).FirstBad));
    }

    [Fact]
    public async Task A_record_that_cannot_be_added_does_not_hold_up_those_that_wait_with_it()
    {
        await using var world = await AuditWorld.OpenAsync(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        var (old, twice) = (world.Call(world.Alice), world.Call(world.Alice));
        var before = await world.Trail.RecordAsync(old, default);
        using var gone = new CancellationTokenSource();
        AuditEntry[] entries = [world.Call(world.Alice), old, twice, twice, world.Call(world.Alice)];

        var written = entries.Select(entry => world.Trail.RecordAsync(entry, default)).ToArray();
        var conflict = world.Trail.RecordAsync(old with { Decision = AuditDecision.Denied }, default);
        var invalid = world.Trail.RecordAsync(old with { CallId = "a/b" }, default);
        var late = world.Trail.RecordAsync(world.Call(world.Alice), gone.Token);
        await gone.CancelAsync();
        var receipts = await Task.WhenAll(written);

        Assert.True((await Assert.ThrowsAsync<AuditNotWrittenException>(() => conflict)).IsConflict);
        await Assert.ThrowsAsync<ArgumentException>(() => invalid);
        await Task.WhenAny(late);
        Assert.Equal(before with { AlreadyRecorded = true }, receipts[1]);
        Assert.Equal(receipts[2].Id, receipts[3].Id);
        Assert.Equal((false, false, false), (receipts[0].AlreadyRecorded, receipts[2].AlreadyRecorded && receipts[3].AlreadyRecorded, receipts[4].AlreadyRecorded));
        Assert.InRange((await world.VerifyAsync()).Records, 4, 5);
        Assert.True((await world.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Processes_that_write_one_chain_at_once_lose_nothing_and_break_nothing()
    {
        await using var world = await AuditWorld.OpenAsync();
        var trails = Enumerable.Range(0, 4).Select(_ => world.AnotherTrail()).ToArray();

        await Task.WhenAll(trails.SelectMany(trail => Enumerable.Range(0, 10).Select(_ => trail.RecordAsync(world.Call(world.Alice), default))));

        var verdict = await world.VerifyAsync();
        Assert.Equal((40L, null), (verdict.Records, verdict.FirstBad));
    }

    [Fact]
    public async Task A_new_months_chain_names_the_head_of_the_last()
    {
        await using var world = await AuditWorld.OpenAsync(new(2026, 1, 30, 12, 0, 0, TimeSpan.Zero));
        var last = await world.Trail.RecordAsync(world.Call(world.Alice), default);

        world.Time.Advance(TimeSpan.FromDays(5));
        var first = await world.Trail.RecordAsync(world.Call(world.Alice), default);

        Assert.Equal(("202601", "202602", 1L), (last.Id.Chain.Month.ToString(), first.Id.Chain.Month.ToString(), first.Id.Seq));
        Assert.Equal(last.Id.Value, (await world.RowAsync(first.Id)).GetString("PrevId"));
        Assert.True((await world.VerifyAsync()).IsIntact);

        await world.Table.DeleteEntityAsync(last.Id.Chain.Key, AuditKeys.Sequence(1));
        Assert.Equal(last.Id.Value, (await world.VerifyAsync()).FirstBad?.Record);
    }

    [Fact]
    public async Task An_act_begun_before_midnight_of_the_last_day_is_not_recorded_again_in_the_new_month()
    {
        await using var world = await AuditWorld.OpenAsync(new(2026, 1, 31, 23, 59, 59, TimeSpan.Zero));
        var entry = world.Call(world.Alice);
        var before = await world.Trail.IntentAsync(entry, default);
        await world.Trail.OutcomeAsync(entry, default);

        world.Time.Advance(TimeSpan.FromSeconds(2));
        var after = await world.AnotherTrail().IntentAsync(entry, default);

        Assert.Equal((before.Id, true), (after.Id, after.AlreadyRecorded));
        Assert.NotNull(await world.AnotherTrail().FindOutcomeAsync(world.Alice.Id, entry.CallId, default));
    }

    [Fact]
    public async Task What_comes_from_outside_is_stored_so_that_it_cannot_look_like_something_else()
    {
        await using var world = await AuditWorld.OpenAsync();
        var entry = world.Call(world.Alice) with { Shape = "select 1\r\n2026-01-01 bob signed in\u202e\u0000\ud800", Subject = new(world.Alice.Id, "i", "Ali\u200bce") };

        var row = await world.RowAsync((await world.Trail.RecordAsync(entry, default)).Id);

        Assert.Equal(@"select 1\u{d}\u{a}2026-01-01 bob signed in\u{202e}\u{0}�", row.GetString("Shape"));
        Assert.Equal(@"Ali\u{200b}ce", row.GetString("Name"));
        Assert.True((await world.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Details_rest_sealed()
    {
        await using var world = await AuditWorld.OpenAsync();
        var entry = world.Call(world.Alice) with { Details = """{"salary":71402}""" };

        var row = await world.RowAsync((await world.Trail.RecordAsync(entry, default)).Id);

        Assert.DoesNotContain(row, static property => property.Value is string text && text.Contains("71402", StringComparison.Ordinal));
        Assert.Equal(-1, row.GetBinary("Sealed").AsSpan().IndexOf("71402"u8));
    }

    [Fact]
    public async Task Details_that_are_too_long_are_cut_and_the_record_is_written()
    {
        await using var world = await AuditWorld.OpenAsync();

        await world.Trail.RecordAsync(world.Call(world.Alice) with { Details = new string('x', 200_000), Shape = new string('y', 200_000) }, default);

        Assert.True((await world.VerifyAsync()).IsIntact);
    }
}
