using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Turns;

/// <summary>What the model reads of messages that their authors changed.</summary>
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

    private static async Task<string> SaidAsync(HttpClient speaker, string thread, string text) =>
        (await speaker.SendAsync("POST", $"api/threads/{thread}/messages", new { text, agent = false })).Ok().At("messageId")!;
}
