using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Search;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Wiki;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Search;

/// <summary>One box over messages, pages, people and places: how words match, what filters do, how pages follow each other, and what is no search.</summary>
public sealed class SearchTests(PuppetWorld world) : IClassFixture<PuppetWorld>
{
    [Theory]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "forecast", "forecast")]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "FORECAST sheet", "forecast sheet")]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "sheet fore", "forecast sheet")]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "fore sheet", null)]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "forecast invoice", null)]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "\"forecast is in\"", "forecast is in")]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "\"forecast in\"", null)]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "\"fore\"", null)]
    [InlineData("The Q3 forecast is in the Budget-2027 sheet", "budget-20", "Budget-2027")]
    [InlineData("Grüße aus dem Café in Åre", "grusse CAFE are", "Grüße Café Åre")]
    [InlineData("Grüße aus dem Café in Åre", "CAFE are grusse aus", "Grüße aus Café Åre")]
    [InlineData("Grüße aus dem Café in Åre", "grüsse CAFÉ åre", "Grüße Café Åre")]
    [InlineData("Grüße aus dem Café in Åre", "gruesse", null)]
    [InlineData("来月の予算について相談したいです", "予算", "予算")]
    [InlineData("来月の予算について相談したいです", "予定", null)]
    [InlineData("来月の予算について相談したいです", "相談 予算", "予算 相談")]
    [InlineData("We rewrote it in C#, not in C++", "c#", "C#")]
    [InlineData("We rewrote it in C#, not in C++", "\"c\"", null)]
    [InlineData("<b>bold</b> & <script>alert(1)</script>", "script", "script script")]
    public async Task A_message_is_found_by_words_phrases_and_the_beginning_of_the_last_word(string text, string query, string? marked)
    {
        var thread = await world.App.OpenThreadAsync("alice");
        await world.App.TypeAsync("alice", thread, text);

        var found = await world.App.FoundAsync("alice", $"{query} in:{thread}");

        // The icon of a name is beside the highlighted word.
        Assert.Equal(marked?.Replace("C#", "C", StringComparison.Ordinal), found.Length == 0 ? null : string.Join(' ', found[0].GetProperty("excerpt").Marked()));
    }

    [Fact]
    public async Task A_hit_says_who_when_and_where_and_shows_the_part_of_a_long_text_that_has_the_words()
    {
        var word = SearchApi.Word();
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var message = await world.App.TypeAsync("bob", thread, $"{string.Join(' ', Enumerable.Repeat("filler", 400))}\nand then {word}\n{string.Join(' ', Enumerable.Repeat("more", 400))}");

        var hit = Assert.Single(await world.App.FoundAsync("alice", word));

        Assert.Equal(("message", message, "journey", "Bob", "person", thread), (hit.At("kind"), hit.At("id"), hit.At("title", "text"), hit.At("who", "name"), hit.At("from"), hit.At("threadId")));
        Assert.NotNull(hit.At("at"));
        var excerpt = hit.GetProperty("excerpt");
        Assert.Equal([word], excerpt.Marked());
        Assert.Matches("^….* and then w.{13} more.*…$", excerpt.At("text"));
        Assert.InRange(excerpt.At("text")!.Length, 50, 202);
    }

    [Fact]
    public async Task Pages_people_rooms_and_threads_are_found_by_the_same_words()
    {
        var word = SearchApi.Word();
        var alice = await world.App.AsAsync("alice");
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = $"Team {word}", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        (await alice.SendAsync("POST", "api/threads", new { title = $"Plan {word}", roomId = room })).Ok();
        var space = await world.App.SpaceAsync("alice", "Team pages", ["employees"], ["hr"]);
        var page = await world.App.PageAsync("alice", space, $"On {word}", $"All about {word} and more");

        var found = (await world.App.SearchAsync("bob", word)).Ok();
        var (people, direct) = (await world.App.FoundAsync("bob", "ali", "person"), await world.App.OpenThreadAsync("bob", "carol"));

        var hit = Assert.Single(found.Items("page"));
        Assert.Equal((page, "Team pages", "Alice"), (hit.At("id"), hit.At("where"), hit.At("who", "name")));
        Assert.Equal([word], hit.GetProperty("title").Marked());
        Assert.Equal([word], hit.GetProperty("excerpt").Marked());
        Assert.Equal([("room", $"Team {word}", null), ("thread", $"Plan {word}", $"Team {word}")], found.Items("place").Select(static place => (place.At("kind"), place.At("title", "text"), place.At("where"))));
        Assert.Contains(people, person => person.At("id") == world.App.SubjectOf("alice").Value && person.GetProperty("title").Marked() is ["Ali" or "Alice"]);
        Assert.Empty((await world.App.SearchAsync("bob", $"{word} in:{direct}")).Ok().GetProperty("groups").EnumerateArray());
    }

    [Fact]
    public async Task A_message_is_found_by_the_name_of_its_file_by_who_may_read_it()
    {
        var word = SearchApi.Word();
        var alice = await world.App.AsAsync("alice");
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = "Sales", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id")!;
        var thread = (await alice.SendAsync("POST", "api/threads", new { roomId = room })).Ok().At("id")!;
        using var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await world.App.TokenAsync("alice"));
        using var body = new ByteArrayContent("region,amount"u8.ToArray());
        body.Headers.Add("x-file-name", $"Q3-{word}.csv");
        var file = JsonDocument.Parse(await (await client.PostAsync($"api/threads/{thread}/files", body)).Content.ReadAsStringAsync()).RootElement.At("id");
        var message = (await alice.SendAsync("POST", $"api/threads/{thread}/messages", new { text = "see below", agent = false, files = new[] { file } })).Ok().At("messageId");
        (await alice.SendAsync("PUT", $"api/rooms/{room}/members", new { members = new[] { world.App.SubjectOf("bob").Value, world.App.SubjectOf("dan").Value } })).Ok();

        var (found, late) = (await world.App.FoundAsync("bob", word), await world.App.FoundAsync("dan", word));
        Assert.Equal(HttpStatusCode.NoContent, (await alice.SendAsync("DELETE", $"api/messages/{message}")).Status);

        Assert.Equal(message, Assert.Single(found).At("id"));
        Assert.Empty(late);
        Assert.Empty(await world.App.FoundAsync("bob", word));
    }

    [Fact]
    public async Task Filters_may_be_typed_or_given_and_each_narrows()
    {
        var word = SearchApi.Word();
        var room = (await (await world.App.AsAsync("alice")).SendAsync("POST", "api/rooms", new { name = $"Sales {word}", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var inRoom = (await (await world.App.AsAsync("alice")).SendAsync("POST", "api/threads", new { title = "deals", roomId = room })).Ok().At("id")!;
        var apart = await world.App.OpenThreadAsync("alice", "bob");
        var (one, two, three) = (await world.App.TypeAsync("alice", inRoom, $"{word} one"), await world.App.TypeAsync("bob", inRoom, $"{word} two"), await world.App.TypeAsync("bob", apart, $"{word} three"));
        var question = PuppetWorld.Fresh("say it");
        world.Puppet.When(question).Always(PuppetLine.Say($"the agent says {word}"));
        await world.App.AskAsync("bob", apart, question);
        var answer = (await world.App.ReplyAsync("bob", apart)).At("id")!;

        Assert.Equal([answer, three, two, one], await IdsAsync(word));
        Assert.Equal([three, two], await IdsAsync($"from:bob {word}"));
        Assert.Equal([three, two], await IdsAsync($"{word} from:me"));
        Assert.Equal([one], await IdsAsync($"{word} FROM:\"ali\""));
        Assert.Equal([answer], await IdsAsync($"{word} from:agent"));
        Assert.Equal([answer, one], await IdsAsync($"{word} from:agent from:@alice"));
        Assert.Equal([two, one], await IdsAsync($"{word} in:\"sales {word}\""));
        Assert.Equal([two], await IdsAsync($"{word} in:#sales from:bob"));
        Assert.Equal([three, two, one], (await IdsAsync($"{word} after:yesterday before:2199")).Where(id => id != answer));
        Assert.Empty(await IdsAsync($"{word} before:yesterday"));
        Assert.Equal([two, one], await IdsAsync($"in:{inRoom}"));
        Assert.Equal([two], (await world.App.SearchAsync("bob", word, $"&from={world.App.SubjectOf("bob").Value}&in={inRoom}&after=2020-01")).Ok().Items("message").Select(static hit => hit.At("id")));
    }

    [Fact]
    public async Task Pages_of_messages_follow_each_other_from_the_newest_and_miss_none()
    {
        var word = SearchApi.Word();
        string[] threads = [await world.App.OpenThreadAsync("alice"), await world.App.OpenThreadAsync("alice", "bob"), await world.App.OpenThreadAsync("alice")];
        var typed = new List<string>();
        for (var i = 0; i < 27; i++)
            typed.Add(await world.App.TypeAsync("alice", threads[i % 3], i % 9 == 8 ? "nothing" : $"{word} {i}"));

        var (seen, cursor, pages) = (new List<string>(), "", 0);
        for (; cursor is not null; pages++)
        {
            var group = (await world.App.SearchAsync("alice", word, $"&kind=message&limit=5{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}")).Ok().Group("message");
            seen.AddRange(group.GetProperty("items").EnumerateArray().Select(static hit => hit.At("id")!));
            cursor = group.At("cursor");
        }

        Assert.Equal(5, pages);
        Assert.Equal(typed.Where(static (_, i) => i % 9 != 8).Reverse(), seen);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("   \t ", 400)]
    [InlineData("from:", 400)]
    [InlineData("word in:\"\"", 400)]
    [InlineData("word after:soon", 400)]
    [InlineData("word before:2026-02-31", 400)]
    [InlineData("word before:0001-01-01", 400)]
    [InlineData("word kind:secrets", 400)]
    [InlineData("word kind:1", 400)]
    [InlineData("a:b http://x from:a from:a from:a from:a from:a from:a from:a from:a from:a from:a from:a", 400)]
    [InlineData("!!! ??? \"", 200)]
    [InlineData("\"\" \u200b \ud83d\ude00", 200)]
    [InlineData("word from:nobody-of-this-name in:nowhere-of-this-name", 200)]
    [InlineData("kind:person alice", 200)]
    [InlineData("from:bob", 200)]
    [InlineData("title:x NEAR(y) ' OR 1=1 --", 200)]
    public async Task What_is_no_search_gets_a_sentence_and_odd_ones_find_nothing_rather_than_fail(string query, int status)
    {
        var answer = await world.App.SearchAsync("bob", query);

        Assert.Equal((HttpStatusCode)status, answer.Status);
        if (status == 400)
            Assert.Matches("^[A-Za-z].*[.]$", answer.Json.At("detail"));
    }

    [Fact]
    public async Task Long_texts_bad_cursors_and_names_of_nobody_are_said()
    {
        var (huge, large) = (await world.App.SearchAsync("bob", new string('x', 10_000)), await world.App.SearchAsync("bob", new string('x', 401)));
        var unknown = (await world.App.SearchAsync("bob", "word from:nobody-of-this-name in:nowhere-of-this-name"));
        string[] bad = ["&cursor=5", "&kind=message&cursor=5", "&kind=message&cursor=1.t", "&kind=page&cursor=9999999", "&kind=page&cursor=-1", "&limit=0", "&limit=51", "&zone=Mars/Base"];

        // The server refuses an address of that length before the app sees it.
        Assert.Equal((HttpStatusCode.RequestUriTooLong, HttpStatusCode.BadRequest), (huge.Status, large.Status));
        Assert.Equal(["from:nobody-of-this-name", "in:nowhere-of-this-name"], unknown.Ok().GetProperty("unknown").EnumerateArray().Select(static one => one.GetString()));
        foreach (var more in bad)
            Assert.Equal((more, HttpStatusCode.BadRequest), (more, (await world.App.SearchAsync("bob", "word", more)).Status));
    }

    [Fact]
    public async Task More_messages_than_one_search_reads_are_said_and_a_filter_reaches_the_older_ones()
    {
        var word = SearchApi.Word();
        var thread = ThreadId.Parse(await world.App.OpenThreadAsync("dan"));
        await FillAsync(thread, number => number is 10 or SearchLimits.MostMessages + 400 ? word : "filler");

        var all = (await world.App.SearchAsync("dan", word)).Ok().Group("message");
        var old = (await world.App.SearchAsync("dan", $"{word} before:2024-02")).Ok().Group("message");

        Assert.Equal("true", all.At("olderNotSearched"));
        Assert.Equal([$"{thread}-m{SearchLimits.MostMessages + 400}"], all.GetProperty("items").EnumerateArray().Select(static hit => hit.At("id")));
        Assert.Equal([$"{thread}-m10"], old.GetProperty("items").EnumerateArray().Select(static hit => hit.At("id")));
        Assert.Null(old.At("olderNotSearched"));
    }

    private async Task<string[]> IdsAsync(string query) => [.. (await world.App.FoundAsync("bob", query)).Select(static hit => hit.At("id")!)];

    /// <summary>As the store writes them, one an hour from 2024 on.</summary>
    private async Task FillAsync(ThreadId thread, Func<int, string> text)
    {
        var table = world.App.Services.GetRequiredService<Storage.Tables>().Threads;
        var dan = await world.App.Services.GetRequiredService<PeopleStore>().FindAsync(world.App.SubjectOf("dan"), default) ?? throw new InvalidOperationException("Who is Dan?");
        var first = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        const int Count = SearchLimits.MostMessages + 500;
        await Parallel.ForEachAsync(Enumerable.Range(1, Count).Chunk(100), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (numbers, cancellation) =>
            await table.SubmitTransactionAsync(
                numbers.Select(number => new TableTransactionAction(TableTransactionActionType.Add, MessageRows.Typed(new(thread, number), dan, first.AddHours(number), MessageText.TryParse(text(number), out var said) ? said : default, nonce: null))), cancellation));
        await table.UpdateEntityAsync(new TableEntity(thread.Value, ThreadKeys.Head) { ["LastSeq"] = (long)Count, ["LastAt"] = first.AddHours(Count) }, Azure.ETag.All, TableUpdateMode.Merge);
    }
}
