using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Search;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Search matches only the content that its searcher sees in accessible artifacts.</summary>
[Collection(PuppetThreats.Name)]
public sealed class ArtifactSearchTests(PuppetWorld world)
{
    private const string Kind = "artifact";

    [Fact]
    public async Task Titles_values_texts_and_comments_are_found_by_those_who_have_the_artifact()
    {
        var (word, other) = (SearchApi.Word(), SearchApi.Word());
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var alice = await world.App.InBrowserAsync("alice");
        var id = (await alice.SendAsync("POST", "api/artifacts", new { kind = "list", title = $"Plan {word}" })).Ok().At("id")!;
        (await alice.SendAsync("POST", $"api/artifacts/{id}/ops", new
        {
            baseSeq = 1,
            opId = "words",
            ops = Ops.Json($$"""[{"op":"add","item":"i1","order":"a0","values":{"title":"call {{other}} people"} },{"op":"add","item":"i2","order":"a1","values":{"title":"gone-{{other}}"} },{"op":"del","item":"i2"},{"op":"comment","target":{"item":"i1"},"comment":"c1","text":"about {{word}}{{other}}"}]"""),
        })).Ok();
        Assert.Empty(await world.App.FoundAsync("bob", word, Kind));

        var preview = (await alice.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        (await alice.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();

        var hit = Assert.Single(await world.App.FoundAsync("bob", $"{word} {other}", Kind));
        Assert.Equal((id, thread, $"Plan {word}"), (hit.At("id"), hit.At("threadId"), hit.GetProperty("title").At("text")));
        Assert.Equal([word], hit.GetProperty("title").Marked());
        Assert.Contains(other, hit.GetProperty("excerpt").Marked());
        Assert.Single(await world.App.FoundAsync("bob", $"{word}{other} kind:artifact in:{thread} from:alice", Kind));
        Assert.Empty(await world.App.FoundAsync("bob", $"{word} from:bob", Kind));
        Assert.Empty(await world.App.FoundAsync("bob", $"gone-{other}", Kind));
        Assert.Equal((await world.App.SearchAsync("mallory", SearchApi.Word())).Text, (await world.App.SearchAsync("mallory", word)).Text);
    }
}
