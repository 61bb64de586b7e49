using Onbehalf.Tests.Delegation;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Tools;

/// <summary>A model can say what its list of tools is without calling one: the list tells nothing of the speaker, or it is evidence.</summary>
public sealed class ToolOfferTests(PuppetWorld world) : IClassFixture<PuppetWorld>
{
    [Fact]
    public async Task Whether_the_speaker_has_a_connection_changes_no_byte_of_a_prompt_that_does_not_name_it()
    {
        var (thread, question) = (await world.App.OpenThreadAsync("mallory", "bob"), PuppetWorld.Fresh("hello there"));
        world.Puppet.When(question).Always(PuppetLine.Echo());
        await world.App.LookAsync("bob");
        await world.App.AskAsync("mallory", thread, question);
        using var browser = await ConnectBrowser.OfAsync(world.App, "mallory");
        await browser.ConnectAsync("mallory");

        var other = await world.App.OpenThreadAsync("mallory", "bob");
        await world.App.LookAsync("bob");
        await world.App.AskAsync("mallory", other, question);

        var asked = Asked(question);
        Assert.Equal(2, asked.Length);
        Assert.Equal(asked[0].Text, asked[1].Text);
        Assert.Equal(("open", "open"), (await SeenAsync("bob", thread), await SeenAsync("bob", other)));
    }

    [Fact]
    public async Task Everybody_is_offered_the_same_tools_where_others_listen_and_alone_a_shorter_list_is_evidence()
    {
        var (shared, mine, alone) = (PuppetWorld.Fresh("in company"), PuppetWorld.Fresh("also in company"), PuppetWorld.Fresh("alone"));
        foreach (var question in new[] { shared, mine, alone })
            world.Puppet.When(question).Always(PuppetLine.Say("heron-12"));
        var dan = await world.App.InBrowserAsync("dan");
        var room = (await dan.SendAsync("POST", "api/rooms", new { name = PuppetWorld.Fresh("Dan's") })).Ok().At("id");
        var (thread, own) = (await world.App.OpenThreadAsync("dan", "bob"), (await dan.SendAsync("POST", "api/threads", new { roomId = room })).Ok().At("id")!);

        await world.App.AskAsync("dan", thread, shared);
        await world.App.AskAsync("bob", thread, mine);
        await world.App.AskAsync("dan", own, alone);

        Assert.Equal(string.Join(' ', Asked(shared)[0].Tools), string.Join(' ', Asked(mine)[0].Tools));
        Assert.Contains("search_wiki", Asked(shared)[0].Tools);
        Assert.DoesNotContain("search_wiki", Asked(alone)[0].Tools);
        Assert.Equal("open", await SeenAsync("bob", thread));

        var later = PuppetWorld.Fresh("go on");
        world.Puppet.When(later).Always(PuppetLine.Say("as before"));
        (await dan.SendAsync("PUT", $"api/rooms/{room}/members", new { members = new[] { world.App.SubjectOf("bob").Value } })).Ok();
        await world.App.AskAsync("dan", own, later);

        Assert.Equal("locked", await SeenAsync("bob", own));
        Assert.Equal("open", await SeenAsync("dan", own));
    }

    [Fact]
    public async Task A_message_that_names_a_connection_opens_its_tools_and_the_answer_is_for_those_who_have_them_too()
    {
        await ConnectAsync("alice", "carol");
        var thread = await world.App.OpenThreadAsync("alice", "carol", "erin");
        var question = PuppetWorld.Fresh("what can you do with a task?");
        world.Puppet.When(question).Always(PuppetLine.Say("list and create"));

        await world.App.AskAsync("alice", thread, question);

        Assert.Contains("tasks_list_tasks", Asked(question)[0].Tools);
        Assert.Equal(("open", "open", "locked"), (await SeenAsync("alice", thread), await SeenAsync("carol", thread), await SeenAsync("erin", thread)));
    }

    [Fact]
    public async Task A_step_opens_a_connection_and_tells_who_lacks_it_where_to_get_it_for_themselves_alone()
    {
        await ConnectAsync("alice", "carol");
        var thread = await world.App.OpenThreadAsync("alice", "carol", "erin");
        var (hers, not) = (PuppetWorld.Fresh("what is left to do?"), PuppetWorld.Fresh("and for me?"));
        foreach (var question in new[] { hers, not })
            world.Puppet.When(question).Reply(PuppetLine.Call("open_connection", new { connection = "tasks" })).Always(PuppetLine.Echo());

        await world.App.AskAsync("alice", thread, hers);
        var opened = (await SeenAsync("alice", thread), await SeenAsync("carol", thread), await SeenAsync("erin", thread));
        await world.App.AskAsync("erin", thread, not);

        Assert.Equal([false, true], Asked(hers).Select(static request => request.Tools.Contains("tasks_list_tasks")));
        Assert.Equal(("open", "open", "locked"), opened);
        Assert.Contains("Connections page", Asked(not)[^1].ToolResults[^1], StringComparison.Ordinal);
        Assert.Equal(("locked", "locked", "open"), (await SeenAsync("alice", thread), await SeenAsync("carol", thread), await SeenAsync("erin", thread)));
    }

    private PuppetRequest[] Asked(string question) => [.. world.Puppet.Requests.Where(request => request.LastUserText.Contains(question, StringComparison.Ordinal))];

    private async Task<string?> SeenAsync(string viewer, string thread) => (await world.App.MessagesAsync(viewer, thread)).Last(static message => message.At("from") == "agent").At("visibility");

    private async Task ConnectAsync(params string[] people)
    {
        foreach (var person in people)
        {
            using var browser = await ConnectBrowser.OfAsync(world.App, person);
            await browser.ConnectAsync(person);
        }
    }
}
