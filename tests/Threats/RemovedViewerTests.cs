using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Threats;

/// <summary>Law 3 during a stream: a person removed from a room receives nothing more of it.</summary>
[Collection(PuppetThreats.Name)]
public sealed class RemovedViewerTests(PuppetWorld world)
{
    [Fact]
    public async Task Who_is_removed_while_an_answer_is_made_hears_nothing_more_and_their_stream_ends_at_once()
    {
        var alice = await world.App.AsAsync("alice");
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = "Watched", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var thread = (await alice.SendAsync("POST", "api/threads", new { roomId = room, title = "Watched" })).Ok().At("id")!;
        var question = PuppetWorld.Fresh("headcount by department");
        world.Puppet.When(question).Always(static request => request.ToolResults.Length == 0
            ? Sql.Company("SELECT department, count(*) FROM employees GROUP BY 1")
            : PuppetLine.Say("heron-72").After(TimeSpan.FromSeconds(2)));
        var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await world.App.TokenAsync("bob"));
        await using var stream = await EventReader.OpenAsync(client, $"api/threads/{thread}/events");
        await stream.NextAsync("presence");

        var turn = await world.App.SayAsync("alice", thread, question);
        await stream.NextAsync("turn");
        (await alice.SendAsync("PUT", $"api/rooms/{room}/members", new { members = Array.Empty<string>() })).Ok();
        await stream.Ended.WaitAsync(TimeSpan.FromSeconds(5));
        var status = (await world.App.TurnAsync("alice", turn, static _ => true)).At("status");
        await world.App.EndOfAsync("alice", turn);
        var replied = await world.App.ReplyAsync("alice", thread);

        Assert.Equal("running", status);
        Assert.Equal("open", replied.At("visibility"));
        Assert.DoesNotContain(stream.Drain(), static heard => heard.Kind is "message" or "token" or "step");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/threads/{thread}/messages")).Status);
    }
}
