using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Tests.Audit;

/// <summary>The store lost its last writes. An auditor closes the broken chain, which reports the gap permanently and continues.</summary>
public sealed class AuditClosingTests
{
    [Theory]
    [InlineData("the process went on", 2)]
    [InlineData("a fresh process went on", 3)]
    [InlineData("nobody went on", 3)]
    [InlineData("everything is gone", 3)]
    public async Task A_chain_that_lost_its_last_records_is_named_as_such_closed_and_goes_on(string how, long firstBad)
    {
        await using var world = await BrokenAsync(how);
        await world.Of<PeopleStore>().RememberAsync(world.Alice, default);

        var broken = Assert.Single((await world.VerifyAsync()).Bad);
        var (status, body) = await CloseAsync(world, world.Frank);
        await world.Trail.RecordAsync(world.Call(world.Alice), default);
        await world.Of<AuditAnchors>().WriteAsync(default);
        await world.AnotherTrail().RecordAsync(world.Call(world.Alice), default);
        var verdict = await world.VerifyAsync();

        Assert.Equal(($"{world.ChainOf(world.Alice)}-{firstBad}", AuditFault.RowsLost), (broken.Record, broken.Cause));
        Assert.True(status == 200, body);
        Assert.Empty(verdict.Bad);
        var closing = Assert.Single(verdict.Closed).Record;
        Assert.Equal(JsonElement.Parse(body).GetProperty("record").GetString(), closing);
        Assert.True(AuditId.TryParse(closing, out var id));
        Assert.Equal(world.Alice.Name, (await world.EntityAsync(id)).Name);
        Assert.False(verdict.IsIntact);
        Assert.True((await world.VerifyAsync(world.Bob.Id)).IsIntact);
    }

    [Fact]
    public async Task The_closing_record_names_the_gap_and_the_auditor_and_is_on_the_auditors_own_record()
    {
        await using var world = await BrokenAsync("the process went on");

        await CloseAsync(world, world.Frank);

        var row = await world.EntityAsync(new(world.ChainOf(world.Alice), 5));
        Assert.Equal(("audit-close", "rows-lost", world.Frank.Id.Value), (row.Action, row.Reason, row.Approver));
        Assert.Equal(["missing 2-3", "unlinked 5-5"], [.. AuditLists.Read(row.Relations)]);
        var acts = await Task.WhenAll(world.EntityAsync(new(world.ChainOf(world.Frank), 1)), world.EntityAsync(new(world.ChainOf(world.Frank), 2)));
        Assert.Equal(["Intent", "Outcome"], acts.Select(static act => act.Phase));
        Assert.All(acts, act => Assert.Equal(("audit-close", $"[\"{world.ChainOf(world.Alice)}\"]"), (act.Action, act.Relations)));
    }

    [Fact]
    public async Task The_head_of_a_month_that_a_later_month_names_can_be_lost_and_closed()
    {
        await using var world = await AuditWorld.OpenAsync(new(2026, 1, 30, 12, 0, 0, TimeSpan.Zero));
        var chain = world.ChainOf(world.Alice);
        await world.Trail.RecordAsync(world.Call(world.Alice, "call-1"), default);
        await world.Trail.RecordAsync(world.Call(world.Alice, "call-2"), default);
        world.Time.Advance(TimeSpan.FromDays(5));
        await world.Trail.RecordAsync(world.Call(world.Alice), default);
        await LoseAsync(world, chain, 2);

        var broken = (await world.VerifyAsync()).FirstBad;
        var (status, body) = await CloseAsync(world, world.Frank, chain.Key);

        Assert.Equal(($"{chain}-2", AuditFault.RowsLost), (broken?.Record, broken?.Cause));
        Assert.True(status == 200, body);
        Assert.Empty((await world.VerifyAsync()).Bad);
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("forged")]
    [InlineData("call row")]
    public async Task What_lost_writes_do_not_explain_is_not_closed(string how)
    {
        await using var world = await BrokenAsync("the process went on");
        var first = await world.EntityAsync(new(world.ChainOf(world.Alice), 1));
        await DamageAsync(world, first, how);

        var before = (await world.VerifyAsync()).FirstBad;
        var (status, _) = await CloseAsync(world, world.Frank);

        Assert.Equal((409, AuditFault.Changed), (status, before?.Cause));
        Assert.Equal(before, (await world.VerifyAsync()).FirstBad);
        Assert.Empty((await world.VerifyAsync()).Closed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task What_is_removed_after_the_closing_is_bad_again(long seq)
    {
        await using var world = await BrokenAsync("the process went on");
        await CloseAsync(world, world.Frank);
        for (var n = 0; n < 2; n++)
            await world.Trail.RecordAsync(world.Call(world.Alice), default);
        Assert.Empty((await world.VerifyAsync()).Bad);

        await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(seq));

        Assert.NotEmpty((await world.VerifyAsync()).Bad);
    }

    [Fact]
    public async Task A_closing_record_that_the_app_did_not_write_closes_nothing()
    {
        await using var world = await BrokenAsync("the process went on");
        var last = await world.EntityAsync(new(world.ChainOf(world.Alice), 4));

        await world.AppendByHandAsync(world.Alice, last, row =>
        {
            (row.Action, row.Reason, row.Approver, row.Relations) = ("audit-close", "rows-lost", world.Frank.Id.Value, """["missing 1-9","unlinked 1-9"]""");
            (row.KeyVersion, row.Mac) = (last.KeyVersion, last.Mac);
            row.Hash = AuditHash.Of(row);
        });

        var verdict = await world.VerifyAsync();
        Assert.Equal($"{last.PartitionKey}-2", verdict.FirstBad?.Record);
        Assert.Empty(verdict.Closed);
    }

    [Fact]
    public async Task Only_an_auditor_closes_in_a_browser_session_and_only_what_is_broken()
    {
        await using var world = await BrokenAsync("the process went on");

        Assert.Equal(404, (await CloseAsync(world, world.Bob)).Status);
        Assert.Equal(403, (await CloseAsync(world, world.Frank, proof: CallerProof.BearerToken)).Status);
        Assert.Equal(404, (await CloseAsync(world, world.Frank, "202601-x")).Status);
        Assert.Equal(409, (await CloseAsync(world, world.Frank, world.ChainOf(world.Bob).Key)).Status);
        Assert.Equal($"{world.ChainOf(world.Alice)}-2", (await world.VerifyAsync()).FirstBad?.Record);
    }

    /// <summary>Alice's second and third record are lost, with all that the store had of them.</summary>
    private static async Task<AuditWorld> BrokenAsync(string how)
    {
        var world = await AuditWorld.OpenAsync();
        await world.Trail.RecordAsync(world.Call(world.Bob), default);
        for (var n = 1; n <= 3; n++)
            await world.Trail.RecordAsync(world.Call(world.Alice, $"call-{n}"), default);
        if (how != "the process went on")
            await world.Of<AuditAnchors>().WriteAsync(default);
        for (var n = how == "everything is gone" ? 1 : 2; n <= 3; n++)
            await LoseAsync(world, world.ChainOf(world.Alice), n);
        if (how == "the process went on")
            await world.Trail.RecordAsync(world.Call(world.Alice), default);
        for (var n = 0; n < 3 && how == "a fresh process went on"; n++)
            await world.AnotherTrail().RecordAsync(world.Call(world.Alice), default);
        return world;
    }

    private static async Task LoseAsync(AuditWorld world, AuditChain chain, long seq)
    {
        await world.Table.DeleteEntityAsync(chain.Key, AuditKeys.Sequence(seq));
        await world.Table.DeleteEntityAsync(chain.Key, AuditKeys.Call($"call-{seq}", AuditPhase.Whole));
    }

    private static async Task DamageAsync(AuditWorld world, AuditRow row, string how)
    {
        if (how == "call row")
        {
            await world.Table.DeleteEntityAsync(row.PartitionKey, AuditKeys.Call(row.CallId, AuditPhase.Whole));
            return;
        }

        row.Name = "Mallory";
        if (how == "forged")
            row.Hash = AuditHash.Of(row);
        await world.Table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
    }

    private static async Task<(int Status, string Body)> CloseAsync(AuditWorld world, Subject person, string? chain = null, CallerProof proof = CallerProof.BrowserSession)
    {
        var context = new DefaultHttpContext { Request = { Method = "POST" }, Response = { Body = new MemoryStream() } };
        context.Features.Set(new Caller(person, proof));
        Assert.Null(await context.ConfirmAsync(world.Of<Authorities>(), Freshness.Now));
        var function = new CloseAuditChain(new OwnHand(world.Trail), world.Of<AuditScopes>(), world.Of<AuditClosing>());
        await (await function.Run(context.Request, chain ?? world.ChainOf(world.Alice).Key)).ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }
}
