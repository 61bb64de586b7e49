using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>The actions on an answer: rerunning its table or its question with one's own access.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class OthersAnswersTests(PuppetWorld world)
{
    [Fact]
    public async Task Opening_a_table_runs_its_request_live_as_the_viewer_and_is_on_record()
    {
        var (thread, block) = await TableAsync("bob", "erin");
        await world.Company.AskAsync("INSERT INTO company.deals SELECT max(id) + 1, 'late', 1, 'EMEA', 'bob', 1, 'proposal', '2026-01-01', NULL FROM company.deals");

        var opened = (await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/blocks/{block}/open", new { })).Ok();
        var row = (await world.App.AuditAsync("bob", $"thread={thread}")).Single(row => row.At("id") == opened.At("auditId"));
        await world.Company.AskAsync("DELETE FROM company.deals WHERE title = 'late'");

        Assert.Equal("1763", opened.GetProperty("rows")[0][0].GetRawText());
        Assert.Equal(("Bob", "human"), (row.At("subject", "name"), row.At("act")));
    }

    [Fact]
    public async Task A_table_of_a_locked_answer_is_not_there_for_others_and_opening_it_asks_no_source()
    {
        var (thread, block) = await TableAsync("bob", "erin");

        var erin = await (await world.App.AsAsync("erin")).SendAsync("POST", $"api/blocks/{block}/open", new { });
        var unknown = await (await world.App.AsAsync("erin")).SendAsync("POST", $"api/blocks/{block}9/open", new { });

        Assert.Equal((HttpStatusCode.NotFound, unknown.Text), (erin.Status, erin.Text));
        Assert.Empty(await world.App.AuditAsync("erin", $"thread={thread}"));
    }

    [Fact]
    public async Task The_names_of_keys_are_read_with_the_viewers_rights_and_stay_out_of_the_answer()
    {
        var thread = await world.App.OpenThreadAsync("bob", "erin");
        var question = PuppetWorld.Fresh("customers of deals");
        world.Puppet.When(question).Always(static request => request.ToolResults.Length == 0 ? Sql.Company("SELECT title, customer_id FROM deals ORDER BY id LIMIT 1") : PuppetLine.Say("here"));
        await world.App.AskAsync("bob", thread, question);
        var reply = await world.App.ReplyAsync("bob", thread);
        var block = reply.GetProperty("blocks")[0];
        var customer = block.GetProperty("rows")[0][1].GetRawText();
        var abroad = $"{await world.Company.AskAsync("SELECT min(id) FROM company.customers WHERE region = 'APAC'")}";
        var route = $"api/blocks/{block.At("id")}/names";
        var bob = await world.App.AsAsync("bob");

        var named = (await bob.SendAsync("POST", route, new { column = 1, keys = new[] { customer, abroad, "0'); SELECT 1 --" } })).Ok();
        var nothing = (await bob.SendAsync("POST", route, new { column = 0, keys = new[] { customer } })).Ok();
        var moved = (await bob.SendAsync("POST", route, new { column = 1, keys = new[] { customer }, name = "title" })).Ok();
        var none = await bob.SendAsync("POST", route, new { column = 1, keys = Array.Empty<string>() });
        var erin = await (await world.App.AsAsync("erin")).SendAsync("POST", route, new { column = 1, keys = new[] { customer } });
        var looks = (await world.App.AuditAsync("bob", $"thread={thread}")).Where(static row => row.At("resource")?.Contains("customers", StringComparison.Ordinal) == true && row.At("phase") == "outcome").ToArray();

        Assert.Equal("company.customers", block.GetProperty("columns")[1].At("refers", "table"));
        Assert.Equal(JsonSerializer.Serialize(new Dictionary<string, object?> { [customer] = await world.Company.AskAsync($"SELECT name FROM company.customers WHERE id = {customer}") }), named.GetProperty("names").GetRawText());
        Assert.Equal(("{}", "{}", HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (nothing.At("names"), moved.At("names"), none.Status, erin.Status));
        Assert.DoesNotContain("customers", reply.At("touched"), StringComparison.Ordinal);
        Assert.Equal(("Bob", "human"), (Assert.Single(looks).At("subject", "name"), looks[0].At("act")));
    }

    [Fact]
    public async Task T34_reading_a_thread_of_private_answers_asks_no_source_as_the_viewer()
    {
        var (thread, _) = await TableAsync("bob", "carol");

        await world.App.MessagesAsync("carol", thread);
        await (await world.App.AsAsync("carol")).SendAsync("GET", $"api/threads/{thread}");

        Assert.Empty(await world.App.AuditAsync("carol", $"thread={thread}"));
    }

    [Fact]
    public async Task Asking_a_question_as_oneself_answers_with_ones_own_rights()
    {
        var (thread, _) = await TableAsync("carol", "bob");
        var locked = await world.App.ReplyAsync("bob", thread);

        var asked = (await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/messages/{locked.At("id")}/ask-as-me", new { })).Ok();
        var turn = await world.App.EndOfAsync("bob", asked.At("turnId")!);
        var messages = await world.App.MessagesAsync("bob", thread);

        Assert.Equal("locked", locked.At("visibility"));
        Assert.Equal("1762", messages[^1].GetProperty("blocks")[0].GetProperty("rows")[0][0].GetRawText());
        Assert.Equal(("Bob", "Bob"), (messages[^1].At("askedBy", "name"), messages[^1].At("ranAs", "name")));
        Assert.Equal((messages[0].At("text"), "Bob", "Carol"), (messages[2].At("text"), messages[2].At("askedBy", "name"), messages[2].At("author", "name")));
        Assert.Null(messages[0].At("author", "name"));
        Assert.Equal("completed", turn.At("status"));
        Assert.Equal("open", (await world.App.ReplyAsync("carol", thread)).At("visibility"));
    }

    [Fact]
    public async Task A_question_taken_over_stays_its_authors_words_on_every_card_also_when_the_original_is_out_of_sight()
    {
        await using var app = await Fixtures.InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_CONTEXT_MESSAGES", "1")));
        var thread = await app.OpenThreadAsync("mallory", "bob", "erin");
        var question = PuppetWorld.Fresh("note that");
        world.Puppet.When(question).Reply(PuppetLine.Say("ok"), PuppetLine.Call("remember", new { text = "that" }), PuppetLine.Say("ok"), PuppetLine.Call("remember", new { text = "that" }), PuppetLine.Say("ok"));
        await app.AskAsync("mallory", thread, question);

        var first = await AskAsMeAsync(app, "bob", (await app.MessagesAsync("bob", thread))[0].At("id")!);
        var second = await AskAsMeAsync(app, "erin", (await app.MessagesAsync("erin", thread))[2].At("id")!);

        Assert.Equal("""["Mallory"]""", Names(first));
        Assert.Equal("""["Mallory"]""", Names(second));

        static string Names(Card card) => JsonSerializer.Serialize(card.Shown.GetProperty("textAuthors").EnumerateArray().Select(static author => author.At("name")));
    }

    private static async Task<Card> AskAsMeAsync(Fixtures.AppFixture app, string person, string message)
    {
        var turn = (await (await app.AsAsync(person)).SendAsync("POST", $"api/messages/{message}/ask-as-me", new { })).Ok().At("turnId")!;
        var card = await app.CardAsync(person, turn);
        (await (await app.InBrowserAsync(person)).DecideAsync(card, approve: false)).Ok();
        await app.EndOfAsync(person, turn);
        return card;
    }

    /// <summary>A thread in which the first asked for the number of deals.</summary>
    private async Task<(string Thread, string Block)> TableAsync(string speaker, string other)
    {
        var thread = await world.App.OpenThreadAsync(speaker, other);
        var question = PuppetWorld.Fresh("number of deals");
        world.Puppet.When(question).Always(static request => request.ToolResults.Length == 0 ? Sql.Company(Sql.Deals) : PuppetLine.Say("here"));
        await world.App.AskAsync(speaker, thread, question);
        return (thread, (await world.App.ReplyAsync(speaker, thread)).GetProperty("blocks")[0].At("id")!);
    }
}
