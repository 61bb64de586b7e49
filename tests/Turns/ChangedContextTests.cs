using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Turns;

/// <summary>The model's view of messages that their authors changed.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class ChangedContextTests(PuppetWorld world)
{
    [Fact]
    public async Task A_later_turn_reads_the_edited_words_and_nothing_of_a_deleted_message()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var (old, edited, gone) = (PuppetWorld.Fresh("old"), PuppetWorld.Fresh("edited"), PuppetWorld.Fresh("gone"));
        var question = PuppetWorld.Fresh("and now?");
        world.Puppet.When(question).Reply(PuppetLine.Say("done"));
        var bob = await world.App.AsAsync("bob");
        var first = await SaidAsync(bob, thread, old);
        var second = await SaidAsync(bob, thread, gone);
        (await bob.SendAsync("PATCH", $"api/messages/{first}", new { text = edited })).Ok();
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await bob.SendAsync("DELETE", $"api/messages/{second}")).Status);

        await world.App.AskAsync("alice", thread, question);

        var request = world.Puppet.Requests.Last(one => one.Contains(question));
        Assert.Equal((true, false, false), (request.Contains(edited), request.Contains(old), request.Contains(gone)));
    }

    [Fact]
    public async Task A_quoted_message_comes_right_before_the_question_that_quotes_it()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var (first, second, question) = (PuppetWorld.Fresh("first"), PuppetWorld.Fresh("second"), PuppetWorld.Fresh("what about this?"));
        world.Puppet.When(question).Reply(PuppetLine.Say("done"));
        var bob = await world.App.AsAsync("bob");
        var quote = await SaidAsync(bob, thread, first);
        await SaidAsync(bob, thread, second);

        await AskQuotingAsync("alice", thread, question, quote);

        var text = world.Puppet.Requests.Last(one => one.Contains(question)).Text;
        Assert.True(text.IndexOf(second, StringComparison.Ordinal) < text.IndexOf("[quoted by the next message]", StringComparison.Ordinal), text);
        Assert.True(text.IndexOf("[quoted by the next message]", StringComparison.Ordinal) < text.IndexOf(first, StringComparison.Ordinal), text);
        Assert.True(text.IndexOf(first, StringComparison.Ordinal) < text.LastIndexOf(question, StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Law_4_quoting_an_answer_gives_it_to_the_model_only_where_its_speaker_may_see_it_and_brings_its_evidence()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var asked = PuppetWorld.Fresh("salaries");
        world.Puppet.When(asked).Reply(Sql.Company(Sql.AverageSalary), PuppetLine.Say("legal leads with kestrel-9"));
        await world.App.AskAsync("alice", thread, asked);
        var quote = (await world.App.ReplyAsync("alice", thread)).At("id")!;
        var (mine, his) = (PuppetWorld.Fresh("what does a manager earn elsewhere?"), PuppetWorld.Fresh("what does a manager earn abroad?"));
        world.Puppet.When(his).Reply(PuppetLine.Say("no idea"));
        world.Puppet.When(mine).Reply(PuppetLine.Say("much"));

        await AskQuotingAsync("bob", thread, his, quote);
        var bobs = world.Puppet.Requests.Last(one => one.Contains(his));
        await AskQuotingAsync("alice", thread, mine, quote);
        var alices = world.Puppet.Requests.Last(one => one.Contains(mine));

        Assert.Equal((false, true), (bobs.Contains("kestrel-9"), alices.Contains("kestrel-9")));
        Assert.Equal("locked", (await world.App.ReplyAsync("bob", thread)).At("visibility"));
    }

    [Fact]
    public async Task A_question_that_was_edited_since_it_was_shown_is_not_asked_in_somebody_elses_name()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var (asked, edited) = (PuppetWorld.Fresh("how many"), PuppetWorld.Fresh("how many then"));
        world.Puppet.When(asked).Always(PuppetLine.Say("three"));
        world.Puppet.When(edited).Always(PuppetLine.Say("four"));
        await world.App.AskAsync("bob", thread, asked);
        var messages = await world.App.MessagesAsync("alice", thread);
        (await (await world.App.AsAsync("bob")).SendAsync("PATCH", $"api/messages/{messages[0].At("id")}", new { text = edited })).Ok();

        var stale = await AskAsMeAsync("never");
        var fresh = await AskAsMeAsync(Uri.EscapeDataString((await world.App.MessagesAsync("alice", thread))[0].At("editedAt")!));

        Assert.Equal((System.Net.HttpStatusCode.Conflict, System.Net.HttpStatusCode.Accepted), (stale, fresh));

        async Task<System.Net.HttpStatusCode> AskAsMeAsync(string shown) =>
            (await (await world.App.AsAsync("alice")).SendAsync("POST", $"api/messages/{messages[1].At("id")}/ask-as-me?edited={shown}")).Status;
    }

    [Fact]
    public async Task An_edit_during_a_turn_does_not_change_that_turn_and_the_record_keeps_both_texts_for_its_author()
    {
        var thread = await world.App.OpenThreadAsync("bob");
        var (asked, edited) = (PuppetWorld.Fresh("set the amount"), PuppetWorld.Fresh("never mind"));
        world.Puppet.When(asked).Reply(Sql.SetAmount(2513, 17), PuppetLine.Say("done"));
        var bob = await world.App.AsAsync("bob");
        var said = (await bob.SendAsync("POST", $"api/threads/{thread}/messages", new { text = asked })).Ok();
        var card = await world.App.CardAsync("bob", said.At("turnId")!);

        (await bob.SendAsync("PATCH", $"api/messages/{said.At("messageId")}", new { text = edited })).Ok();
        await (await world.App.InBrowserAsync("bob")).DecideAsync(card, approve: false);
        await world.App.EndOfAsync("bob", said.At("turnId")!);

        var last = world.Puppet.Requests.Last(one => one.Contains(asked));
        Assert.Single(last.ToolResults);
        Assert.DoesNotContain(world.Puppet.Requests, one => one.Contains(edited));
        var record = (await world.App.AuditAsync("bob", $"thread={thread}")).First(static row => row.At("action") == "message");
        var details = (await bob.SendAsync("GET", $"api/audit/{record.At("id")}/details")).Text;
        Assert.Contains(asked, details, StringComparison.Ordinal);
        Assert.Contains(edited, details, StringComparison.Ordinal);
    }

    private async Task AskQuotingAsync(string person, string thread, string text, string quote)
    {
        var said = (await (await world.App.AsAsync(person)).SendAsync("POST", $"api/threads/{thread}/messages", new { text, quote })).Ok();
        await world.App.EndOfAsync(person, said.At("turnId")!);
    }

    private static async Task<string> SaidAsync(HttpClient speaker, string thread, string text) =>
        (await speaker.SendAsync("POST", $"api/threads/{thread}/messages", new { text, agent = false })).Ok().At("messageId")!;
}
