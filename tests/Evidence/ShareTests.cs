using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Evidence;

/// <summary>Shares, their consequences and their withdrawal.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class ShareTests(PuppetWorld world)
{
    private const string Canary = "osprey-4711";

    [Fact]
    public async Task What_was_previewed_is_what_the_others_read_until_it_is_taken_back_with_all_that_was_made_of_it()
    {
        var (thread, message) = await AnsweredAsync($"see [here](https://example.com/a) \u202e{Canary}\u200b");
        var alice = await world.App.InBrowserAsync("alice");

        var preview = (await alice.SendAsync("GET", $"api/messages/{message}/share")).Ok();
        Assert.Equal($"see here (https://example.com/a) {Canary}", preview.At("text"));
        Assert.Equal("https://example.com/a", preview.GetProperty("links")[0].At("target"));
        Assert.Equal(["Bob"], preview.GetProperty("audience").EnumerateArray().Select(static person => person.At("name")));
        (await alice.SendAsync("POST", $"api/messages/{message}/share", new { previewHash = preview.At("previewHash") })).Ok();

        var shared = await world.App.ReplyAsync("bob", thread);
        Assert.Equal(("shared", preview.At("text")), (shared.At("visibility"), shared.At("text")));
        Assert.NotNull(shared.GetProperty("blocks")[0].At("rows"));
        Assert.Null(shared.GetProperty("blocks")[0].At("request"));

        var repeat = PuppetWorld.Fresh("repeat that");
        world.Puppet.When(repeat).Always(PuppetLine.Say($"it says {Canary}"));
        await world.App.AskAsync("bob", thread, repeat);
        Assert.True(world.Puppet.Requests.Last(request => request.LastUserText.Contains(repeat, StringComparison.Ordinal)).Contains(Canary));
        Assert.Equal("open", (await world.App.ReplyAsync("bob", thread)).At("visibility"));

        Assert.Equal(HttpStatusCode.NoContent, (await alice.SendAsync("DELETE", $"api/messages/{message}/share")).Status);
        var left = (await world.App.MessagesAsync("bob", thread)).Where(static m => m.At("from") == "agent").ToArray();
        Assert.Equal(["locked", "locked"], left.Select(static m => m.At("visibility")));
        Assert.DoesNotContain(Canary, string.Concat(left.Select(static m => m.GetRawText())), StringComparison.Ordinal);
        Assert.Equal(["open", "open"], (await world.App.MessagesAsync("alice", thread)).Where(static m => m.At("from") == "agent").Select(static m => m.At("visibility")));

        var record = (await world.App.AuditAsync("alice", $"thread={thread}")).Where(static row => row.At("action") is "share" or "unshare").ToArray();
        Assert.Equal(4, record.Length);
        Assert.All(record, static row => Assert.Equal("Alice", row.At("subject", "name")));
    }

    [Fact]
    public async Task Only_its_person_shares_an_answer_in_the_browser_as_previewed()
    {
        var (_, message) = await AnsweredAsync(Canary);
        var alice = await world.App.InBrowserAsync("alice");
        var preview = (await alice.SendAsync("GET", $"api/messages/{message}/share")).Ok().At("previewHash");

        var stranger = await (await world.App.InBrowserAsync("erin")).SendAsync("GET", $"api/messages/{message}/share");
        var member = await (await world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/messages/{message}/share", new { previewHash = preview });
        var token = await (await world.App.AsAsync("alice")).SendAsync("POST", $"api/messages/{message}/share", new { previewHash = preview });
        var other = await alice.SendAsync("POST", $"api/messages/{message}/share", new { previewHash = "0" });
        var two = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => alice.SendAsync("POST", $"api/messages/{message}/share", new { previewHash = preview })));

        Assert.Equal((HttpStatusCode.NotFound, member.Text), (stranger.Status, stranger.Text));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Conflict), (member.Status, token.Status, other.Status));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], two.Select(static answer => answer.Status).Order());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("[a](https://x.test/y?z=1)", "a (https://x.test/y?z=1)")]
    [InlineData("![img](https://x.test/p.png \"title\")", "img (https://x.test/p.png)")]
    [InlineData("ab\u200bc\u202ed\ufeff\U000e0041", "abcd")]
    [InlineData("one\r\ntwo\tthree\u0007", "one\ntwo\tthree")]
    [InlineData("[\u200bbank](javascript:alert)", "bank (javascript:alert)")]
    public void Nothing_of_a_shared_text_is_hidden(string text, string shown) => Assert.Equal(shown, ShownText.Of(text));

    private async Task<(string Thread, string Message)> AnsweredAsync(string answer)
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var question = PuppetWorld.Fresh("salaries");
        world.Puppet.When(question).Always(request => request.ToolResults.Length == 0 ? Sql.Company(Sql.AverageSalary) : PuppetLine.Say(answer));
        await world.App.AskAsync("alice", thread, question);
        return (thread, (await world.App.ReplyAsync("alice", thread)).At("id")!);
    }
}
