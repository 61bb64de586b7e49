using System.Net;
using System.Text.Json;
using Npgsql;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Artifacts;

/// <summary>A dashboard shows each viewer, after their consent, exactly the result of asking directly.</summary>
[Collection(PuppetThreats.Name)]
public sealed class RequestBlockTests(PuppetWorld world)
{
    private const string Sql = "SELECT count(*) AS n FROM deals";
    private const string Locked = """{"visibility":"locked"}""";

    private static readonly string[] Everybody = ["bob", "alice", "carol", "dan", "erin", "frank"];

    [Fact]
    public async Task A_request_of_another_runs_as_its_viewer_after_one_yes_and_a_changed_one_asks_again()
    {
        var (id, thread) = await PublishedAsync();
        foreach (var person in Everybody)
        {
            var browser = await world.App.InBrowserAsync(person);
            var hash = await HashAsync(person, id);
            var first = await browser.SendAsync("POST", $"api/artifacts/{id}/blocks/deals/run", new { definitionHash = hash });
            if (person != "bob")
            {
                Assert.Equal((HttpStatusCode.Conflict, Sql, "bob"), (first.Status, JsonElement.Parse(first.Text).At("sql"), JsonElement.Parse(first.Text).GetProperty("writtenBy").At("name")!.ToLowerInvariant().Split(' ')[0]));
                var byToken = await (await world.App.AsAsync(person)).SendAsync("POST", $"api/artifacts/{id}/blocks/deals/consent", new { definitionHash = hash });
                Assert.Equal(HttpStatusCode.Forbidden, byToken.Status);
                Assert.Equal(HttpStatusCode.NoContent, (await browser.SendAsync("POST", $"api/artifacts/{id}/blocks/deals/consent", new { definitionHash = hash })).Status);
                first = await browser.SendAsync("POST", $"api/artifacts/{id}/blocks/deals/run", new { definitionHash = hash });
            }

            Assert.Equal(HttpStatusCode.OK, first.Status);
            Assert.Equal(await DirectAsync(person), first.Text == Locked ? null : JsonElement.Parse(first.Text).GetProperty("rows")[0][0].GetInt64());
            Assert.DoesNotContain("\"rows\"", (await browser.SendAsync("GET", $"api/artifacts/{id}")).Text, StringComparison.Ordinal);
        }

        await OpsAsync("frank", id, """{"op":"block","block":{"id":"deals","type":"request","title":"Deals","source":"company","sql":"SELECT count(*) AS n FROM deals WHERE 1 = 1"} }""");
        var changed = await (await world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/artifacts/{id}/blocks/deals/run", new { definitionHash = await HashAsync("bob", id) });
        Assert.Equal(HttpStatusCode.Conflict, changed.Status);

        // Restored by somebody else, it is still Bob's and still agreed to.
        await OpsAsync("frank", id, $$"""{"op":"block","block":{"id":"deals","type":"request","title":"Deals","source":"company","sql":"{{Sql}}"} }""");
        var back = await (await world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/artifacts/{id}/blocks/deals/run", new { definitionHash = await HashAsync("bob", id) });
        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Contains((await world.App.AuditAsync("erin", $"thread={thread}")).ToArray(), static row => row.At("action") == "tool-call");
    }

    [Theory]
    [InlineData("DELETE FROM deals")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT * FROM nowhere")]
    [InlineData("nonsense")]
    public async Task A_request_that_does_not_read_is_locked_for_others_and_explained_to_its_author(string sql)
    {
        var (id, _) = await PublishedAsync(sql);
        var hash = await HashAsync("erin", id);
        var erin = await world.App.InBrowserAsync("erin");
        Assert.Equal(HttpStatusCode.NoContent, (await erin.SendAsync("POST", $"api/artifacts/{id}/blocks/deals/consent", new { definitionHash = hash })).Status);

        var asErin = await erin.SendAsync("POST", $"api/artifacts/{id}/blocks/deals/run", new { definitionHash = hash });
        var asBob = await (await world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/artifacts/{id}/blocks/deals/run", new { definitionHash = hash });

        Assert.Equal((HttpStatusCode.OK, Locked), (asErin.Status, asErin.Text));
        Assert.Equal(HttpStatusCode.Forbidden, asBob.Status);
    }

    [Fact]
    public async Task An_export_has_the_rows_of_whoever_exports_and_only_of_requests_that_they_agreed_to()
    {
        var (id, _) = await PublishedAsync();
        var erin = await world.App.InBrowserAsync("erin");

        var before = await erin.SendAsync("GET", $"api/artifacts/{id}/export?format=md");
        await erin.SendAsync("POST", $"api/artifacts/{id}/blocks/deals/consent", new { definitionHash = await HashAsync("erin", id) });
        var after = await erin.SendAsync("GET", $"api/artifacts/{id}/export?format=md");
        var asBob = await (await world.App.InBrowserAsync("bob")).SendAsync("GET", $"api/artifacts/{id}/export?format=csv");

        Assert.Equal("# Deals\n\n**Deals**\n\n*Not run: open the artifact and agree to run this query as you.*\n\n", before.Text);
        Assert.Equal(
            await DirectAsync("erin") is { } erins ? $"# Deals\n\n**Deals**\n\n| n |\n| --- |\n| {erins} |\n\n" : "# Deals\n\n**Deals**\n\n*You have no rows to see here.*\n\n",
            after.Text);
        Assert.Equal($"\"n\"\r\n\"{await DirectAsync("bob")}\"\r\n", asBob.Text);
    }

    private async Task<(string Id, string Thread)> PublishedAsync(string sql = Sql)
    {
        var thread = await world.App.OpenThreadAsync("bob", Everybody[1..]);
        var bob = await world.App.InBrowserAsync("bob");
        var id = (await bob.SendAsync("POST", "api/artifacts", new { kind = "dashboard", title = "Deals" })).Ok().At("id")!;
        await OpsAsync("bob", id, $$"""{"op":"block","order":"a0","block":{"id":"deals","type":"request","title":"Deals","source":"company","sql":"{{sql}}"} }""");
        var preview = (await bob.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        (await bob.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();
        return (id, thread);
    }

    private async Task OpsAsync(string person, string id, string op) =>
        (await (await world.App.InBrowserAsync(person)).SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = Guid.NewGuid().ToString("N"), ops = Ops.Json($"[{op}]") })).Ok();

    private async Task<string> HashAsync(string person, string id) =>
        (await (await world.App.InBrowserAsync(person)).SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("definition").GetProperty("blocks")[0].At("definitionHash")!;

    /// <summary>Null for a person who cannot query at all.</summary>
    private async Task<long?> DirectAsync(string person)
    {
        try
        {
            await using var connection = await world.Company.OpenAsAsync(person);
            await using var command = new NpgsqlCommand("SELECT count(*) FROM company.deals", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (Exception refused) when (refused is PostgresException or Azure.RequestFailedException)
        {
            return null;
        }
    }
}
