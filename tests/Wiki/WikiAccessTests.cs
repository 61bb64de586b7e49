using System.Net;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Wiki;

/// <summary>The readers and writers of spaces, defined by the directory or by room membership.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class WikiAccessTests(PuppetWorld world)
{
    [Theory]
    [InlineData("alice", "HR, Handbook")]
    [InlineData("bob", "Handbook, Sales")]
    [InlineData("carol", "Handbook")]
    [InlineData("dan", "")]
    public async Task A_person_is_shown_the_spaces_their_groups_may_read_and_no_other(string person, string names)
    {
        var spaces = (await world.App.WikiAsync(person, "GET", "spaces?limit=200")).Ok().GetProperty("items");
        var access = (await (await world.App.AsAsync(person)).SendAsync("GET", "api/me/access")).Ok().GetProperty("wiki");

        string[] demo = ["HR", "Handbook", "Sales"];
        Assert.Equal(names, string.Join(", ", spaces.EnumerateArray().Select(static space => space.At("name")!).Where(demo.Contains).Order(StringComparer.Ordinal)));
        Assert.Equal(names, string.Join(", ", access.EnumerateArray().Select(static name => name.GetString()!).Where(demo.Contains).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_not_yours_are_the_same_bytes()
    {
        var space = await world.App.SpaceNamedAsync("alice", "HR");
        var page = await world.App.PageNamedAsync("alice", space, "Salary review");
        var (nowhere, nothing) = ($"s{new string('q', 20)}", $"{space}-p{new string('q', 20)}");
        (string Method, string Path, string Other, object? Body)[] asked =
        [
            ("GET", $"pages/{page}", $"pages/{nothing}", null),
            ("GET", $"pages/{page}?version=1", "pages/anything", null),
            ("GET", $"pages/{page}/versions", $"pages/{nothing}/versions", null),
            ("GET", $"pages/{page}/diff?from=1", $"pages/{nothing}/diff?from=1", null),
            ("PUT", $"pages/{page}", $"pages/{nothing}", new { text = "mine", baseVersion = 1 }),
            ("PUT", $"pages/{page}", $"pages/{nothing}", new { text = "mine", baseVersion = 7 }),
            ("GET", $"spaces/{space}/pages", $"spaces/{nowhere}/pages", null),
            ("POST", $"spaces/{space}/pages", $"spaces/{nowhere}/pages", new { title = "t", text = "x" }),
            ("PUT", $"spaces/{space}", $"spaces/{nowhere}", new { name = "mine", writers = new[] { "sales" } }),
        ];

        foreach (var (method, path, other, body) in asked)
        {
            var (forbidden, unknown) = (await world.App.WikiAsync("bob", method, path, body), await world.App.WikiAsync("bob", method, other, body));

            Assert.Equal(HttpStatusCode.NotFound, forbidden.Status);
            Assert.Equal((unknown.Status, unknown.Text, unknown.Headers), (forbidden.Status, forbidden.Text, forbidden.Headers));
        }
    }

    [Fact]
    public async Task A_reader_who_is_no_writer_is_refused_and_nothing_is_written()
    {
        var space = await world.App.SpaceNamedAsync("bob", "Handbook");
        var page = await world.App.PageNamedAsync("bob", space, "Travel policy");

        var refused = await world.App.WikiAsync("bob", "PUT", $"pages/{page}", new { text = "Everybody flies first class.", baseVersion = 1 });
        var made = await world.App.WikiAsync("bob", "POST", $"spaces/{space}/pages", new { title = "Mine", text = "x" });
        var widened = await world.App.WikiAsync("bob", "PUT", $"spaces/{space}", new { name = "Handbook", readers = new[] { "contractors" }, writers = new[] { "sales" } });

        Assert.All([refused, made, widened], static answer => Assert.Equal(HttpStatusCode.Forbidden, answer.Status));
        Assert.DoesNotContain("first class", (await world.App.WikiAsync("alice", "GET", $"pages/{page}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rooms_space_is_for_the_people_in_the_room_while_they_are_in_it()
    {
        var bob = await world.App.AsAsync("bob");
        var room = (await bob.SendAsync("POST", "api/rooms", new { name = "Launch", members = new[] { world.App.SubjectOf("carol").Value } })).Ok().At("id");
        var space = (await world.App.WikiAsync("bob", "POST", "spaces", new { name = "Launch notes", roomId = room })).Ok().At("id")!;
        var page = await world.App.PageAsync("carol", space, "Plan", "Ship on Monday.");

        var inside = await world.App.WikiAsync("bob", "GET", $"pages/{page}");
        var outside = await world.App.WikiAsync("alice", "GET", $"pages/{page}");
        var foreign = await world.App.WikiAsync("alice", "POST", "spaces", new { name = "Mine", roomId = room });
        (await bob.SendAsync("PUT", $"api/rooms/{room}/members", new { members = Array.Empty<string>() })).Ok();
        var after = await world.App.WikiAsync("carol", "GET", $"pages/{page}");

        Assert.Contains("Monday", inside.Text, StringComparison.Ordinal);
        Assert.All([outside, foreign, after], static answer => Assert.Equal(HttpStatusCode.NotFound, answer.Status));
    }

    [Fact]
    public async Task A_write_by_hand_is_on_record_before_and_after_it()
    {
        var space = await world.App.SpaceAsync("alice", "Recorded", ["employees"], ["hr"]);
        var page = await world.App.PageAsync("alice", space, "First", "one");

        await world.App.WikiAsync("alice", "PUT", $"pages/{page}", new { text = "two", baseVersion = 1 });
        var rows = await world.App.AuditAsync("alice", $"resource={page}");

        Assert.Equal(["allowed", "allowed", "succeeded", "succeeded"], rows.Select(static row => row.At("decision")!).Order(StringComparer.Ordinal));
        Assert.All(rows, static row => Assert.Equal(("Alice", "human", "wiki-page"), (row.At("subject", "name"), row.At("act"), row.At("action"))));
        Assert.Equal(["wiki-space", "wiki-space"], (await world.App.AuditAsync("alice", $"resource={space}")).Select(static row => row.At("action")));
    }

    [Theory]
    [InlineData("""{"title":"","text":"x"}""")]
    [InlineData("""{"title":"x"}""")]
    [InlineData("""{"text":"x"}""")]
    [InlineData("[]")]
    public async Task A_body_that_is_no_page_is_a_400(string body)
    {
        var space = await world.App.SpaceNamedAsync("alice", "HR");

        Assert.Equal(HttpStatusCode.BadRequest, (await world.App.WikiAsync("alice", "POST", $"spaces/{space}/pages", body)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.App.WikiAsync("alice", "POST", $"spaces/{space}/pages", new { title = "t", text = new string('x', 210 * 1024) })).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await world.App.WikiAsync("alice", "POST", $"spaces/{space}/pages", new { title = "t", text = new string('x', 300 * 1024) })).Status);
    }
}
