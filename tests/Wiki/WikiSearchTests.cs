using System.Text.Json;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Wiki;

/// <summary>Search returns only pages that its reader may read, and ranks by these alone.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class WikiSearchTests(PuppetWorld world)
{
    [Fact]
    public async Task The_travel_policy_is_found_by_its_words_and_not_by_who_may_not_read_it()
    {
        var (bob, dan) = (await FindAsync("bob", "what does our travel policy say about hotels?"), await FindAsync("dan", "travel policy hotels"));

        Assert.Equal("Travel policy", bob.GetProperty("items")[0].At("page", "title"));
        Assert.Empty(dan.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task T42_ranking_and_counts_do_not_move_with_pages_the_reader_may_not_see()
    {
        var word = $"w{Guid.NewGuid():N}"[..12];
        var open = await world.App.SpaceAsync("alice", "Open", ["employees"], ["hr"]);
        await world.App.PageAsync("alice", open, "Rare", $"{word} {word} filler filler filler filler");
        await world.App.PageAsync("alice", open, "Common", $"{word} lighthouse filler");
        var before = (await world.App.WikiAsync("bob", "GET", $"search?q={word}%20lighthouse")).Text;

        var hidden = await world.App.SpaceAsync("alice", "Hidden", ["hr"], ["hr"]);
        for (var n = 0; n < 12; n++)
            await world.App.PageAsync("alice", hidden, $"{word} lighthouse {n}", $"{word} lighthouse lighthouse lighthouse");
        var (after, alice) = ((await world.App.WikiAsync("bob", "GET", $"search?q={word}%20lighthouse")).Text, await FindAsync("alice", word));

        Assert.Equal(before, after);
        Assert.Equal(14, alice.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_page_is_found_by_its_new_words_as_soon_as_it_is_written_and_no_longer_by_the_old()
    {
        var (was, now) = ($"a{Guid.NewGuid():N}", $"b{Guid.NewGuid():N}");
        var page = await world.App.PageAsync("alice", await world.App.SpaceAsync("alice", "Fresh", ["employees"], ["hr"]), "Fresh", was);
        var found = await FindAsync("bob", was);
        (await world.App.WikiAsync("alice", "PUT", $"pages/{page}", new { text = now, baseVersion = 1 })).Ok();

        Assert.Single(found.GetProperty("items").EnumerateArray());
        Assert.Single((await FindAsync("bob", now)).GetProperty("items").EnumerateArray());
        Assert.Empty((await FindAsync("bob", was)).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("\" OR pages MATCH *")]
    [InlineData("title:travel NEAR(hotels)")]
    [InlineData("'; DROP TABLE pages; --")]
    [InlineData("!!! ???")]
    public async Task What_is_typed_is_words_and_never_an_expression(string query)
    {
        await FindAsync("bob", query);

        Assert.NotEmpty((await FindAsync("bob", "hotels")).GetProperty("items").EnumerateArray());
    }

    private async Task<JsonElement> FindAsync(string person, string query) => (await world.App.WikiAsync(person, "GET", $"search?limit=200&q={Uri.EscapeDataString(query)}")).Ok();
}
