using System.Net;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Wiki;

/// <summary>Versions of a page: added, never changed, never lost.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class WikiEditTests(PuppetWorld world)
{
    [Fact]
    public async Task Two_who_edit_one_version_do_not_overwrite_each_other_and_the_second_gets_both()
    {
        var page = await PageAsync("one");

        var first = await world.App.WikiAsync("alice", "PUT", $"pages/{page}", new { text = "hers", baseVersion = 1 });
        var second = await world.App.WikiAsync("carol", "PUT", $"pages/{page}", new { text = "mine", baseVersion = 1 });
        var kept = (await world.App.WikiAsync("carol", "GET", $"pages/{page}")).Ok();

        Assert.Equal("2", first.Ok().At("version"));
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Equal(("hers", "one"), (second.Json.At("current", "text"), second.Json.At("base", "text")));
        Assert.Equal(("hers", "2", "Alice"), (kept.At("text"), kept.At("version"), kept.At("author", "name")));
    }

    [Fact]
    public async Task Of_many_edits_at_once_on_one_version_exactly_one_is_written()
    {
        var page = await PageAsync("one");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => world.App.WikiAsync(n % 2 == 0 ? "alice" : "carol", "PUT", $"pages/{page}", new { text = $"edit {n}", baseVersion = 1 })));

        Assert.Single(answers, static answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(static answer => answer.Status != HttpStatusCode.OK), static answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status));
        Assert.Equal(2, (await world.App.WikiAsync("alice", "GET", $"pages/{page}/versions")).Ok().GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Every_version_stays_readable_with_its_author_and_two_compare_line_by_line()
    {
        var page = await PageAsync("one\ntwo\nthree");
        await world.App.WikiAsync("carol", "PUT", $"pages/{page}", new { text = "one\n2\nthree\nfour", baseVersion = 1 });

        var old = (await world.App.WikiAsync("alice", "GET", $"pages/{page}?version=1")).Ok();
        var newest = (await world.App.WikiAsync("alice", "GET", $"pages/{page}/versions?limit=1")).Ok();
        var oldest = (await world.App.WikiAsync("alice", "GET", $"pages/{page}/versions?limit=1&continuation={newest.At("continuation")}")).Ok();
        var diff = (await world.App.WikiAsync("alice", "GET", $"pages/{page}/diff?from=1&to=2")).Ok();

        Assert.Equal(("one\ntwo\nthree", "Alice"), (old.At("text"), old.At("author", "name")));
        Assert.Equal(("2", "Carol"), (newest.GetProperty("items")[0].At("version"), newest.GetProperty("items")[0].At("author", "name")));
        Assert.Equal("1", oldest.GetProperty("items")[0].At("version"));
        Assert.Equal(
            ["same one", "removed two", "added 2", "same three", "added four"],
            diff.GetProperty("lines").EnumerateArray().Select(static line => $"{line.At("kind")} {line.At("text")}"));
    }

    [Fact]
    public async Task An_edit_that_does_not_say_what_it_began_from_is_a_400()
    {
        var page = await PageAsync("one");

        var blind = await world.App.WikiAsync("alice", "PUT", $"pages/{page}", new { text = "two" });

        Assert.Equal(HttpStatusCode.BadRequest, blind.Status);
    }

    private async Task<string> PageAsync(string text) =>
        await world.App.PageAsync("alice", await world.App.SpaceAsync("alice", "Edits", ["employees"], ["hr", "finance"]), "Page", text);
}
