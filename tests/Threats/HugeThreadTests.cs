using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Threats;

/// <summary>A thread of 10,000 messages and answers as large as they come: what one request, stream or turn takes stays bounded.</summary>
[Collection(PuppetThreats.Name)]
public sealed class HugeThreadTests(PuppetWorld world)
{
    private const int Messages = 10_000;
    private const int Batch = 33;

    [Fact]
    public async Task Ten_thousand_messages_are_listed_streamed_and_thought_about_in_bounded_pieces()
    {
        var thread = await world.App.OpenThreadAsync("bob", "carol");
        await FillAsync(ThreadId.Parse(thread));
        var question = PuppetWorld.Fresh("and what now?");
        world.Puppet.When(question).Always(PuppetLine.Say("nothing"));
        using var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await world.App.TokenAsync("carol"));
        await using var stream = await EventReader.OpenAsync(client, $"api/threads/{thread}/events");
        await stream.NextAsync("presence");

        await world.App.AskAsync("bob", thread, question);
        await stream.NextAsync("message");
        await stream.NextAsync("message");
        var newest = await ListAsync(thread, "?from=end&limit=200");
        var before = await ListAsync(thread, $"?limit=200&continuation={newest.At("continuation")}");
        var sent = world.Puppet.Requests.Last(request => request.LastUserText.Contains(question, StringComparison.Ordinal));

        Assert.Equal((200, 200), (newest.GetProperty("items").GetArrayLength(), before.GetProperty("items").GetArrayLength()));
        Assert.Equal([Messages + 2, Messages - 197, Messages - 198, Messages - 397], new[] { newest, before }.SelectMany(static page => new[] { Seq(page, 199), Seq(page, 0) }));
        Assert.True(sent.Chat.Messages.Length <= 41, $"{sent.Chat.Messages.Length} messages");
        Assert.True(sent.Bytes.Length < 200_000, $"{sent.Bytes.Length} bytes");
    }

    [Fact]
    public async Task What_a_page_of_it_costs_the_store_does_not_grow_with_the_thread()
    {
        var thread = ThreadId.Parse(await world.App.OpenThreadAsync("bob", "carol"));
        await FillAsync(thread);
        var member = await Get<ThreadStore>().FindForMemberAsync(world.App.SubjectOf("bob"), thread, default) ?? throw new InvalidOperationException("Bob is in it.");

        using var count = new StorageCount();
        var found = await Get<MessageStore>().ListAsync(member, MessageRange.Newest(member.Thread, 200), default);

        Assert.Equal(200, found.Count);
        Assert.Equal(1, count.Requests);
    }

    [Fact]
    public async Task A_huge_result_is_cut_says_so_and_many_of_them_come_in_several_pages()
    {
        var thread = await world.App.OpenThreadAsync("bob");
        var question = PuppetWorld.Fresh("everything");
        world.Puppet.When(question).Always(static request => request.ToolResults.Length == 0 ? Sql.Company("SELECT id, rpad(title, 900, 'x') AS title FROM deals") : PuppetLine.Say("there"));
        for (var i = 0; i < 20; i++)
            Assert.Equal("completed", (await world.App.AskAsync("bob", thread, question)).At("status"));

        var (seen, pages) = (new List<JsonElement>(), 0);
        for (string? mark = ""; mark is not null; pages++)
        {
            var page = await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/threads/{thread}/messages?limit=200{mark}");
            seen.AddRange(page.Ok().GetProperty("items").EnumerateArray());
            mark = page.Json.At("continuation") is { } next ? $"&continuation={next}" : null;
            Assert.True(page.Text.Length < 6 * 1024 * 1024, $"{page.Text.Length} bytes");
        }

        Assert.Equal((40, 40), (seen.Count, seen.Select(static message => message.At("id")).Distinct().Count()));
        Assert.True(pages > 1);
        Assert.All(seen.Where(static message => message.At("from") == "agent"), static message => Assert.Equal("true", message.GetProperty("blocks")[0].At("truncated")));
        Assert.All(world.Puppet.Requests.Where(request => request.LastUserText.Contains(question, StringComparison.Ordinal)), static request => Assert.True(request.Bytes.Length < 400_000, $"{request.Bytes.Length}"));
    }

    [Fact]
    public async Task A_card_too_large_to_be_shown_whole_is_not_put_and_one_that_is_merely_large_is()
    {
        var space = await Tests.Wiki.WikiApi.SpaceAsync(world.App, "carol", "Long pages", ["finance"], ["finance"]);
        var page = await Tests.Wiki.WikiApi.PageAsync(world.App, "carol", space, "Long", new string('a', 150_000));
        var (large, hidden) = (PuppetWorld.Fresh("a large page"), PuppetWorld.Fresh("a page of nothing visible"));
        world.Puppet.When(large).Reply(PuppetLine.Call("write_page", new { page, text = new string('z', 60_000) }), PuppetLine.Say("done"));
        world.Puppet.When(hidden).Reply(PuppetLine.Call("write_page", $$"""{"page":"{{page}}","text":"{{new string('\u200b', 60_000)}}"}"""), PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("carol");

        var turn = await world.App.SayAsync("carol", thread, large);
        (await (await world.App.InBrowserAsync("carol")).DecideAsync(await world.App.CardAsync("carol", turn))).Ok();
        await world.App.EndOfAsync("carol", turn);
        var refused = await world.App.AskAsync("carol", thread, hidden);

        Assert.Equal("2", (await Tests.Wiki.WikiApi.WikiAsync(world.App, "carol", "GET", $"pages/{page}")).Ok().At("version"));
        Assert.Equal("completed", refused.At("status"));
        Assert.Contains("more than one card can show", world.Puppet.Requests[^1].ToolResults[^1], StringComparison.Ordinal);
    }

    private static long Seq(JsonElement page, int index) => MessageId.Parse(page.GetProperty("items")[index].At("id")!).Seq;

    private async Task<JsonElement> ListAsync(string thread, string query) => (await (await world.App.AsAsync("carol")).SendAsync("GET", $"api/threads/{thread}/messages{query}")).Ok();

    private T Get<T>()
        where T : notnull => world.App.Services.GetRequiredService<T>();

    /// <summary>As the store writes them, many at a time: every fourth is an answer that rests on evidence.</summary>
    private async Task FillAsync(ThreadId thread)
    {
        var (table, seal) = (Get<Storage.Tables>().Threads, Get<PersonSeal>());
        var bob = await Get<PeopleStore>().FindAsync(world.App.SubjectOf("bob"), default) ?? throw new InvalidOperationException("Who is Bob?");
        var text = MessageText.TryParse("something said among colleagues", out var said) ? said : throw new InvalidOperationException("That is a text.");
        Reply reply = new()
        {
            AskedBy = bob, RanAs = bob, Text = new string('a', 400), Status = ReplyStatus.Completed, IsPrivate = true, At = DateTimeOffset.UtcNow,
            Evidence = [new(bob.Id.Value, "1", [new("company", "company.deals", ["id"], ["permit (region = 'EMEA'::text)"])])],
        };
        await Parallel.ForEachAsync(Enumerable.Range(1, Messages).Chunk(Batch), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (numbers, cancellation) =>
        {
            var rows = new List<TableTransactionAction>(Batch);
            foreach (var number in numbers)
            {
                var id = new MessageId(thread, number);
                rows.Add(new(TableTransactionActionType.UpsertReplace, number % 4 == 0
                    ? MessageRows.Answer(id, new(new MessageId(thread, number - 1), nonce: null), reply, await seal.SealAsync(bob.Id, MessageRows.SealedAs(id), ReplyBody.Write(reply), cancellation))
                    : MessageRows.Typed(id, bob, DateTimeOffset.UtcNow, text, nonce: null)));
            }

            await table.SubmitTransactionAsync(rows, cancellation);
        });
        await table.UpdateEntityAsync(new TableEntity(thread.Value, ThreadKeys.Head) { ["LastSeq"] = (long)Messages }, Azure.ETag.All, TableUpdateMode.Merge);
    }
}
