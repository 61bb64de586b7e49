using System.Net;
using System.Text;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>A clear problem, nothing lost, nothing done twice, nothing about others revealed.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class BadInputTests(PuppetWorld world)
{
    [Fact]
    public async Task The_same_clientId_says_a_message_once_however_often_and_from_however_many_tabs()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var question = PuppetWorld.Fresh("once");
        world.Puppet.When(question).Always(PuppetLine.Say("said"));

        var turns = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.App.SayAsync("alice", thread, question, "tab-1")));
        await world.App.EndOfAsync("alice", turns[0]);
        var late = await world.App.SayAsync("alice", thread, question, "tab-1");
        var bobs = await world.App.SayAsync("bob", thread, question, "tab-1");
        await world.App.EndOfAsync("bob", bobs);

        Assert.Single(turns.Append(late).Distinct());
        Assert.NotEqual(late, bobs);
        Assert.Equal(4, (await world.App.MessagesAsync("alice", thread)).Length);
        Assert.Equal(2, world.Puppet.Requests.Count(request => request.LastUserText.Contains(question, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("{\"text\":null}", 400)]
    [InlineData("{\"text\":7}", 400)]
    [InlineData("{\"text\":\"\"}", 400)]
    [InlineData("{\"text\":\"\\ud800\"}", 400)]
    [InlineData("{\"text\":\"x\",\"clientId\":\"\"}", 400)]
    [InlineData("{\"text\":\"x\",\"clientId\":{}}", 400)]
    public async Task A_body_that_does_not_fit_is_a_problem_and_says_nothing_in_the_thread(string body, int status)
    {
        var thread = await world.App.OpenThreadAsync("bob");

        var answer = await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/threads/{thread}/messages", body);

        Assert.Equal(status, (int)answer.Status);
        Assert.Contains("application/problem+json", answer.Headers, StringComparison.Ordinal);
        Assert.StartsWith("https://onbehalf.dev/problems/", answer.Json.At("type"), StringComparison.Ordinal);
        Assert.Empty(await world.App.MessagesAsync("bob", thread));
    }

    [Fact]
    public async Task A_body_above_256_KiB_is_refused()
    {
        var thread = await world.App.OpenThreadAsync("bob");

        var answer = await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/threads/{thread}/messages", new { text = new string('x', 256 * 1024) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Empty(await world.App.MessagesAsync("bob", thread));
    }

    [Fact]
    public async Task A_body_that_does_not_say_its_size_is_counted_and_refused_with_a_problem()
    {
        var thread = await world.App.OpenThreadAsync("bob");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/threads/{thread}/messages");
        request.Content = new StringContent($$"""{"text":"{{new string('x', 256 * 1024)}}"}""", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = true;

        using var answer = await (await world.App.AsAsync("bob")).SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await world.App.MessagesAsync("bob", thread));
    }

    [Fact]
    public async Task One_more_question_at_once_than_a_person_may_have_is_429_and_another_person_is_served()
    {
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_MAX_RUNNING_TURNS", "2")));
        var thread = await app.OpenThreadAsync("alice", "bob");
        var (slow, quick) = (PuppetWorld.Fresh("slow"), PuppetWorld.Fresh("quick"));
        world.Puppet.When(slow).Always(PuppetLine.Say("at last").After(TimeSpan.FromSeconds(3)));
        world.Puppet.When(quick).Always(PuppetLine.Say("at once"));

        var turns = new[] { await app.SayAsync("alice", thread, slow), await app.SayAsync("alice", thread, slow) };
        var third = await (await app.AsAsync("alice")).SendAsync("POST", $"api/threads/{thread}/messages", new { text = quick });
        var bob = await app.AskAsync("bob", thread, quick);
        foreach (var turn in turns)
            await app.EndOfAsync("alice", turn);
        var after = await app.AskAsync("alice", thread, quick);

        Assert.Equal(HttpStatusCode.TooManyRequests, third.Status);
        Assert.Contains("Retry-After: ", third.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("Bob", third.Text, StringComparison.Ordinal);
        Assert.Equal(("completed", "completed"), (bob.At("status"), after.At("status")));
    }

    [Fact]
    public async Task More_messages_a_minute_than_a_person_may_send_are_429()
    {
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_MAX_MESSAGES_PER_MINUTE", "3")));
        var thread = await app.OpenThreadAsync("alice", "bob");
        var alice = await app.AsAsync("alice");

        var answers = new List<Answer>();
        for (var i = 0; i < 5; i++)
            answers.Add(await alice.SendAsync("POST", $"api/threads/{thread}/messages", new { text = $"{i}", agent = false }));
        var bob = await (await app.AsAsync("bob")).SendAsync("POST", $"api/threads/{thread}/messages", new { text = "hello", agent = false });

        Assert.Equal([202, 202, 202, 429, 429], answers.Select(static answer => (int)answer.Status));
        Assert.Equal(HttpStatusCode.Accepted, bob.Status);
        Assert.Equal(4, (await app.MessagesAsync("alice", thread)).Length);
    }
}
