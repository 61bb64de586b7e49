using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Artifacts;

/// <summary>The agent's edits are drafts or proposals of its speaker, with the lineage of everything the agent had read.</summary>
[Collection(PuppetThreats.Name)]
public sealed class AgentArtifactTests(PuppetWorld world)
{
    [Fact]
    public async Task Words_of_the_agent_are_locked_for_who_lacks_what_they_rest_on_by_every_way_out()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var id = await MadeAsync(thread);
        var alice = await world.App.InBrowserAsync("alice");
        var bob = await world.App.InBrowserAsync("bob");
        Assert.Equal(HttpStatusCode.NotFound, (await bob.SendAsync("GET", $"api/artifacts/{id}")).Status);
        Assert.Contains("kestrel-77", (await alice.SendAsync("GET", $"api/artifacts/{id}")).Text, StringComparison.Ordinal);

        var preview = (await alice.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        var seq = (await alice.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok().GetProperty("seq").GetInt64();
        (await bob.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = seq, opId = "by-bob", ops = Ops.Json("""[{"op":"set","item":"i1","field":"owner","value":null}]""") })).Ok();

        Assert.DoesNotContain("a list of salaries", (await bob.SendAsync("GET", "api/artifacts?limit=200")).Text + (await bob.SendAsync("GET", $"api/artifacts/{id}")).Text, StringComparison.Ordinal);
        foreach (var way in new[] { "", "/versions", $"/versions/{seq}", "/export?format=csv", "/export?format=json", "/export?format=md" })
            Assert.DoesNotContain("kestrel-77", (await bob.SendAsync("GET", $"api/artifacts/{id}{way}")).Text, StringComparison.Ordinal);
        // Two worlds for the searcher: a locked word, and one that is nowhere.
        Assert.Equal(
            (await bob.SendAsync("GET", "api/search?q=nowhere-77%20kind:artifact")).Text,
            (await bob.SendAsync("GET", "api/search?q=kestrel-77%20kind:artifact")).Text);
        Assert.Contains(id, (await alice.SendAsync("GET", "api/search?q=kestrel-77%20kind:artifact")).Text, StringComparison.Ordinal);
        var over = await bob.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = seq, opId = "over", ops = Ops.Json("""[{"op":"set","item":"i1","field":"title","value":"mine"}]""") });
        Assert.Equal((HttpStatusCode.BadRequest, true), (over.Status, over.Text.Contains("locked", StringComparison.Ordinal)));
        await ChangeAsync(thread, id, seq + 1, "by Bob's agent", "bob");
        Assert.Empty((await bob.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("proposals").EnumerateArray());
        var item = (await bob.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("items")[0];
        Assert.Equal("title", item.GetProperty("locked")[0].GetString());
        Assert.Contains("kestrel-77", (await alice.SendAsync("GET", $"api/artifacts/{id}/export?format=csv")).Text, StringComparison.Ordinal);

        // Restored by a person who cannot see them, they keep their lineage.
        (await alice.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = seq, opId = "by-alice", ops = Ops.Json("""[{"op":"set","item":"i1","field":"title","value":"plain"}]""") })).Ok();
        Assert.Contains("plain", (await bob.SendAsync("GET", $"api/artifacts/{id}")).Text, StringComparison.Ordinal);
        (await bob.SendAsync("POST", $"api/artifacts/{id}/restore", new { seq })).Ok();
        Assert.DoesNotContain("kestrel-77", (await bob.SendAsync("GET", $"api/artifacts/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("kestrel-77", (await alice.SendAsync("GET", $"api/artifacts/{id}")).Text, StringComparison.Ordinal);

        // Set again by undo, they are locked like others, and a version with the same words replaces them no more than one with others.
        (await alice.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = seq, opId = "again", ops = Ops.Json("""[{"op":"set","item":"i1","field":"title","value":"plain"}]""") })).Ok();
        (await alice.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = seq, opId = "undone", ops = Ops.Json("""[{"op":"set","item":"i1","field":"title","value":"kestrel-77"}]""") })).Ok();
        Assert.DoesNotContain("kestrel-77", (await bob.SendAsync("GET", $"api/artifacts/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await bob.SendAsync("POST", $"api/artifacts/{id}/restore", new { seq })).Status);
    }

    [Fact]
    public async Task A_change_of_what_a_team_owns_waits_for_its_speaker_alone_and_becomes_their_act()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var id = await MadeAsync(thread);
        var alice = await world.App.InBrowserAsync("alice");
        var bob = await world.App.InBrowserAsync("bob");
        await ChangeAsync(thread, id, 1, "in the draft");
        Assert.Contains("in the draft", (await alice.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("items").GetRawText(), StringComparison.Ordinal);
        var preview = (await alice.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        var seq = (await alice.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok().GetProperty("seq").GetInt64();

        await ChangeAsync(thread, id, seq, "in the team");
        var shown = (await alice.SendAsync("GET", $"api/artifacts/{id}")).Ok();
        var proposal = Assert.Single(shown.GetProperty("proposals").EnumerateArray());
        Assert.DoesNotContain("in the team", shown.GetProperty("items").GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await bob.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("proposals").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await bob.SendAsync("POST", $"api/artifacts/{id}/proposals/{proposal.At("id")}/apply", new { seq })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await world.App.AsAsync("alice")).SendAsync("POST", $"api/artifacts/{id}/proposals/{proposal.At("id")}/apply", new { seq })).Status);

        (await bob.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = seq, opId = "by-bob", ops = Ops.Json("""[{"op":"del","item":"i1"},{"op":"restore","item":"i1"}]""") })).Ok();
        Assert.True((await alice.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("proposals")[0].GetProperty("stale").GetBoolean());
        var apply = $"api/artifacts/{id}/proposals/{proposal.At("id")}/apply";
        Assert.Equal(HttpStatusCode.Conflict, (await alice.SendAsync("POST", apply, new { seq })).Status);
        (await alice.SendAsync("POST", apply, new { seq = seq + 1 })).Ok();

        var after = (await alice.SendAsync("GET", $"api/artifacts/{id}")).Ok();
        Assert.Contains("in the team", after.GetProperty("items").GetRawText(), StringComparison.Ordinal);
        Assert.Empty(after.GetProperty("proposals").EnumerateArray());
        Assert.Contains((await world.App.AuditAsync("alice", $"thread={thread}")).ToArray(), static row => row.At("action") == "artifact" && row.At("act") == "agentAttended");
    }

    /// <summary>Lets the agent create an artifact, in a turn that has read data only HR may see.</summary>
    private async Task<string> MadeAsync(string thread)
    {
        var question = PuppetWorld.Fresh("a list of salaries");
        world.Puppet.When(question).Reply(
            Sql.Company(Sql.AverageSalary),
            PuppetLine.Call("create_artifact", new { kind = "list", title = question, ops = new[] { new { op = "add", item = "i1", values = new { title = "kestrel-77" } } } }),
            PuppetLine.Say("done"));
        var turn = await world.App.AskAsync("alice", thread, question);
        Assert.Equal("completed", turn.At("status"));
        return (await (await world.App.AsAsync("alice")).SendAsync("GET", "api/artifacts?limit=200")).Ok().GetProperty("items").EnumerateArray().Single(one => one.At("title") == question).At("id")!;
    }

    private async Task ChangeAsync(string thread, string id, long seq, string title, string speaker = "alice")
    {
        var question = PuppetWorld.Fresh("change it");
        world.Puppet.When(question).Reply(
            PuppetLine.Call("change_artifact", new { artifact = id, baseSeq = seq, ops = new object[] { new { op = "set", item = "i1", field = "title", value = title } } }),
            PuppetLine.Say("done"));
        Assert.Equal("completed", (await world.App.AskAsync(speaker, thread, question)).At("status"));
    }
}
