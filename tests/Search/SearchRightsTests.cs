using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Wiki;

namespace Onbehalf.Tests.Search;

/// <summary>Search shows what display shows. What its reader may not see moves no byte of it: two worlds that differ there alone answer alike.</summary>
public sealed class SearchRightsTests(PuppetWorld world) : IClassFixture<PuppetWorld>
{
    private const string BigDeals = "SELECT title, region, amount FROM deals ORDER BY amount DESC LIMIT 3";

    [Fact]
    public async Task A_locked_answer_matches_nothing_until_it_is_shared_and_again_when_that_is_taken_back()
    {
        var word = SearchApi.Word();
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var reply = await AskAsync("alice", thread, Sql.Company(Sql.AverageSalary), $"legal leads with {word}");
        var (hidden, absent) = (await world.App.SearchAsync("bob", $"{word} in:{thread}"), await world.App.SearchAsync("bob", $"{SearchApi.Word()} in:{thread}"));

        Assert.Equal(absent, hidden);
        Assert.Equal(["agent"], (await world.App.FoundAsync("alice", word)).Select(static hit => hit.At("from")));
        Assert.DoesNotContain(await world.App.FoundAsync("bob", $"from:agent in:{thread}"), hit => hit.At("id") == reply);

        var alice = await world.App.InBrowserAsync("alice");
        var preview = (await alice.SendAsync("GET", $"api/messages/{reply}/share")).Ok();
        (await alice.SendAsync("POST", $"api/messages/{reply}/share", new { previewHash = preview.At("previewHash") })).Ok();
        Assert.Equal([reply], (await world.App.FoundAsync("bob", word)).Select(static hit => hit.At("id")));

        Assert.Equal(HttpStatusCode.NoContent, (await alice.SendAsync("DELETE", $"api/messages/{reply}/share")).Status);
        Assert.Equal(absent.Text, (await world.App.SearchAsync("bob", $"{word} in:{thread}")).Text);
    }

    [Fact]
    public async Task Rows_that_are_withheld_from_a_viewer_are_not_searched_for_them()
    {
        var thread = await world.App.OpenThreadAsync("bob", "carol");
        var reply = await AskAsync("bob", thread, Sql.Company(BigDeals), "The biggest is heron-71");
        var title = (await world.App.ReplyAsync("bob", thread)).GetProperty("blocks")[0].GetProperty("rows")[0][0].GetString()!;

        Assert.Equal([reply], (await world.App.FoundAsync("carol", $"heron-71 in:{thread}")).Select(static hit => hit.At("id")));
        Assert.Equal([reply], (await world.App.FoundAsync("bob", $"\"{title}\" in:{thread}")).Select(static hit => hit.At("id")));
        Assert.Empty(await world.App.FoundAsync("carol", $"\"{title}\" in:{thread}"));
    }

    [Fact]
    public async Task T22_pages_of_hits_do_not_move_with_what_locked_answers_say_or_how_long_they_are()
    {
        var word = SearchApi.Word();
        var (brief, wordy) = (await WorldAsync(word, "nothing"), await WorldAsync(word, string.Concat(Enumerable.Repeat($"{word} ", 900))));

        Assert.Equal(4, brief.Count);
        Assert.Equal(brief, wordy);
    }

    [Fact]
    public async Task Who_is_outside_gets_the_same_bytes_before_and_after_there_was_something_to_find()
    {
        var word = SearchApi.Word();
        string[] queries = [word, $"{word} from:alice", $"{word} in:\"{word}\"", $"in:\"{word}\"", $"from:alice {word} kind:message"];
        var before = await AllAsync("mallory", queries);
        var alice = await world.App.AsAsync("alice");
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = $"Room {word}", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var thread = (await alice.SendAsync("POST", "api/threads", new { title = $"Thread {word}", roomId = room })).Ok().At("id")!;
        await world.App.TypeAsync("alice", thread, $"secret {word}");
        await world.App.PageAsync("alice", await world.App.SpaceAsync("alice", $"Space {word}", ["hr"], ["hr"]), word, word);

        Assert.Equal(before, await AllAsync("mallory", queries));
        Assert.Equal(await AllAsync("mallory", [$"in:{thread}", $"in:{room}"]), await AllAsync("mallory", [$"in:{Other(thread)}", $"in:{Other(room!)}"]), SameButTheNames);
        Assert.Equal(3, (await world.App.SearchAsync("alice", word)).Ok().GetProperty("groups").GetArrayLength());
    }

    [Fact]
    public async Task Who_joins_finds_what_comes_from_then_on_and_who_is_removed_finds_nothing_more()
    {
        var word = SearchApi.Word();
        var alice = await world.App.AsAsync("alice");
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = $"Room {word}", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var thread = (await alice.SendAsync("POST", "api/threads", new { roomId = room })).Ok().At("id")!;
        var early = await world.App.TypeAsync("bob", thread, $"{word} early");

        (await alice.SendAsync("PUT", $"api/rooms/{room}/members", new { members = new[] { world.App.SubjectOf("erin").Value } })).Ok();
        var late = await world.App.TypeAsync("alice", thread, $"{word} late");

        Assert.Equal([late, early], (await world.App.FoundAsync("alice", $"{word} kind:message")).Select(static hit => hit.At("id")));
        var erin = (await world.App.SearchAsync("erin", word)).Ok();
        Assert.Equal([late], erin.Items("message").Select(static hit => hit.At("id")));
        Assert.DoesNotContain("early", erin.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((await world.App.SearchAsync("bob", SearchApi.Word())).Text, (await world.App.SearchAsync("bob", word)).Text);
    }

    /// <summary>A thread in which Alice's answers are locked for Bob, as he pages through what he finds there, without ids and times.</summary>
    private async Task<List<string>> WorldAsync(string word, string hidden)
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        for (var i = 0; i < 17; i++)
        {
            if (i % 6 == 0)
                await AskAsync("alice", thread, Sql.Company(Sql.AverageSalary), hidden);
            await world.App.TypeAsync("bob", thread, $"{word} {i}");
        }

        var pages = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await world.App.SearchAsync("bob", $"{word} in:{thread}", $"&kind=message&limit=5{cursor}");
            pages.Add(Regex.Replace(page.Text, $@"{thread}|\d{{18}}|""at"":""[^""]*""", "X"));
            cursor = page.Ok().Group("message").At("cursor") is { } next ? $"&cursor={next}" : null;
        }

        return pages;
    }

    private async Task<string[]> AllAsync(string person, string[] queries)
    {
        var seen = new List<string>();
        foreach (var query in queries)
            seen.Add((await world.App.SearchAsync(person, query)).ToString());
        return [.. seen];
    }

    private static bool SameButTheNames(string one, string other) => Regex.Replace(one, "in:[a-z0-9]+", "") == Regex.Replace(other, "in:[a-z0-9]+", "");

    private static string Other(string id) => $"{id[0]}{new string([.. id[1..].Select(static c => c == 'a' ? 'b' : 'a')])}";

    /// <summary>The id of the answer.</summary>
    private async Task<string> AskAsync(string speaker, string thread, PuppetLine call, string answer)
    {
        var question = PuppetWorld.Fresh("question");
        world.Puppet.When(question).Reply(call, PuppetLine.Say(answer));
        await world.App.AskAsync(speaker, thread, question);
        return (await world.App.ReplyAsync(speaker, thread)).At("id")!;
    }
}
