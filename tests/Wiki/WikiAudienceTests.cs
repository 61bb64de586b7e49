using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Wiki;

/// <summary>The agent searches where most of the thread may read first, so an answer stays open to whoever may read the pages it came from.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class WikiAudienceTests(PuppetWorld world)
{
    [Fact]
    public async Task An_answer_in_the_first_audience_touches_only_that_and_is_open_to_its_readers()
    {
        var (word, open, hidden) = await SpacesAsync(inOpen: true);
        var thread = await world.App.OpenThreadAsync("alice", "bob", "carol");

        var (touched, result) = await AskAsync("alice", thread, new { query = word });

        Assert.Contains(open, touched);
        Assert.DoesNotContain(hidden, touched);
        Assert.DoesNotContain("Hidden page", result, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(((string[])["bob", "carol"]).Select(viewer => world.App.ReplyAsync(viewer, thread))), static reply => Assert.Equal("open", reply.At("visibility")));
    }

    [Fact]
    public async Task A_search_that_finds_nothing_goes_on_to_the_next_audience_and_closes_the_answer()
    {
        var (word, open, hidden) = await SpacesAsync(inOpen: false);
        var thread = await world.App.OpenThreadAsync("alice", "bob");

        var (touched, result) = await AskAsync("alice", thread, new { query = word });

        Assert.Contains("Hidden page", result, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string?> { open, hidden }, touched);
        Assert.Equal("locked", (await world.App.ReplyAsync("bob", thread)).At("visibility"));
    }

    [Fact]
    public async Task One_space_by_name_touches_that_space_alone_and_all_touches_every_one()
    {
        var (word, open, hidden) = await SpacesAsync(inOpen: true);
        var thread = await world.App.OpenThreadAsync("alice", "bob");

        var one = await AskAsync("alice", thread, new { query = word, where = $"hidden {word}" });
        var all = await AskAsync("alice", await world.App.OpenThreadAsync("alice", "bob"), new { query = word, where = "all" });

        Assert.Equal([hidden], one.Touched);
        Assert.Superset(new HashSet<string?> { open, hidden }, all.Touched);
        Assert.Contains("Hidden page", all.Result, StringComparison.Ordinal);
        Assert.Contains("Open page", all.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_space_that_is_not_there_and_one_that_is_not_yours_read_the_same()
    {
        var (word, _, hidden) = await SpacesAsync(inOpen: true);
        var thread = await world.App.OpenThreadAsync("bob");

        var answers = new List<string>();
        foreach (var where in (string[])[$"Hidden {word}", hidden, "no such space", ""])
            answers.Add((await AskAsync("bob", thread, new { query = word, where })).Result);

        Assert.Equal("NOT_FOUND: there is no such space that this person may read.", Assert.Single(answers.Distinct()));
    }

    [Fact]
    public async Task What_is_found_and_its_order_do_not_move_with_what_the_speaker_alone_may_read()
    {
        var (word, open, _) = await SpacesAsync(inOpen: true);
        await world.App.PageAsync("alice", open, "Second", $"{word} filler filler");
        var before = await AskAsync("alice", await world.App.OpenThreadAsync("alice", "bob"), new { query = $"{word} filler" });

        var alone = await world.App.SpaceAsync("alice", $"Alone {word}", ["hr"], ["hr"]);
        for (var n = 0; n < 5; n++)
            await world.App.PageAsync("alice", alone, $"{word} {n}", $"{word} filler {word} filler");
        var after = await AskAsync("alice", await world.App.OpenThreadAsync("alice", "bob"), new { query = $"{word} filler" });

        Assert.Equal(before.Result, after.Result);
        Assert.DoesNotContain(alone, after.Touched);
    }

    [Fact]
    public async Task A_page_read_by_its_id_touches_that_page_alone_and_by_its_title_no_later_audience()
    {
        var (word, open, hidden) = await SpacesAsync(inOpen: true);
        var page = await world.App.PageAsync("alice", open, $"Title {word}", "text");
        await world.App.PageAsync("alice", hidden, $"Title {word}", "hidden text");

        var byId = await AskAsync("alice", await world.App.OpenThreadAsync("alice", "bob"), new { page }, "read_page");
        var byTitle = await AskAsync("alice", await world.App.OpenThreadAsync("alice", "bob"), new { page = $"Title {word}" }, "read_page");

        Assert.Equal([page], byId.Touched);
        Assert.Contains(page, byTitle.Touched);
        Assert.DoesNotContain(hidden, byTitle.Touched);
    }

    private async Task<(string Word, string Open, string Hidden)> SpacesAsync(bool inOpen)
    {
        var word = $"w{Guid.NewGuid():N}"[..12];
        var open = await world.App.SpaceAsync("alice", $"Open {word}", ["employees"], ["hr"]);
        var hidden = await world.App.SpaceAsync("alice", $"Hidden {word}", ["hr"], ["hr"]);
        await world.App.PageAsync("alice", open, "Open page", inOpen ? $"{word} lighthouse" : "lighthouse");
        await world.App.PageAsync("alice", hidden, "Hidden page", $"{word} {word}");
        return (word, open, hidden);
    }

    private async Task<(HashSet<string?> Touched, string Result)> AskAsync(string speaker, string thread, object arguments, string tool = "search_wiki")
    {
        var question = PuppetWorld.Fresh("look it up");
        world.Puppet.When(question).Reply(PuppetLine.Call(tool, arguments), PuppetLine.Say("done"));
        await world.App.AskAsync(speaker, thread, question);
        var touched = (await world.App.ReplyAsync(speaker, thread)).GetProperty("touched").EnumerateArray().Select(static one => one.At("relation")).ToHashSet();
        return (touched, world.Puppet.Requests.Last(request => request.LastUserText.Contains(question, StringComparison.Ordinal)).ToolResults[^1]);
    }
}
