using System.Text;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>For every failure of the model endpoint, the turn ends in a named state with a sentence, and the thread continues.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class ModelFailureTests(PuppetWorld world)
{
    private const string Sse = "text/event-stream";

    [Fact]
    public Task A_model_that_fails_is_named() => EndsAsync("model-unavailable", PuppetLine.Fail(500));

    [Fact]
    public Task A_model_that_refuses_us_is_named() => EndsAsync("model-refused", PuppetLine.Fail(401));

    [Fact]
    public Task A_model_that_says_nothing_in_time_is_named() => EndsAsync("model-too-slow", PuppetLine.Hang());

    [Fact]
    public Task A_stream_that_is_cut_is_no_answer() => EndsAsync(null, PuppetLine.CutAfter("half an answer that must not be taken for a whole one"));

    [Theory]
    [InlineData("data: {\"nonsense\": true}\n\ndata: [DONE]\n\n", Sse)]
    [InlineData("data: {broken\n\n", Sse)]
    [InlineData("data: [1,2,3]\n\n", Sse)]
    [InlineData("", Sse)]
    [InlineData("<html>hello</html>", "text/html")]
    [InlineData("data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":-5}]},\"finish_reason\":\"bogus\"}]}\n\n", Sse)]
    public Task A_model_that_talks_garbage_is_named(string bytes, string type) => EndsAsync("model-garbled", PuppetLine.Garbage(Encoding.UTF8.GetBytes(bytes), type));

    [Fact]
    public Task Bytes_that_are_no_text_are_named() => EndsAsync("model-garbled", PuppetLine.Garbage([0xff, 0xfe, 0x00, 0x13, 0x80]));

    [Fact]
    public async Task An_endless_answer_is_cut_at_the_limit_and_says_so()
    {
        var turn = await AskAsync(PuppetLine.Say(new string('x', 2_000_000)));

        Assert.Equal("completed", turn.At("status"));
        Assert.InRange(turn.At("reply", "text")!.Length, 1, 32_010);
        Assert.EndsWith("[…]", turn.At("reply", "text"), StringComparison.Ordinal);
    }

    [Fact]
    public Task Arguments_of_a_megabyte_are_named() => EndsAsync("model-garbled", PuppetLine.Call("query_data", new { source = "company", sql = new string('x', 1_000_000) }));

    [Fact]
    public async Task A_model_that_never_stops_asking_is_stopped_at_the_limit()
    {
        var question = PuppetWorld.Fresh("loop");
        world.Puppet.When(question).Always(_ => PuppetLine.Call("describe_data", new { }));

        var turn = await world.App.AskAsync("bob", await world.App.OpenThreadAsync("bob"), question);

        Assert.Equal(("failed", "too-many-model-calls"), (turn.At("status"), turn.At("refusal", "code")));
        Assert.Equal(8, turn.Steps().Length);
    }

    [Fact]
    public async Task More_tool_calls_than_a_turn_may_make_are_not_made()
    {
        var turn = await AskAsync(PuppetLine.Calls([.. Enumerable.Repeat(("describe_data", (object)new { }), 17)]));

        Assert.Equal(("failed", "too-many-tool-calls"), (turn.At("status"), turn.At("refusal", "code")));
        Assert.Empty(turn.Steps());
    }

    [Fact]
    public async Task A_tool_that_does_not_exist_is_refused_and_on_record()
    {
        var thread = await world.App.OpenThreadAsync("bob");
        var question = PuppetWorld.Fresh("tools");
        world.Puppet.When(question).Reply(PuppetLine.Calls(("drop_everything", new { }), ("query_data", "not json"), ("query_data", "[1]"), ("QUERY_DATA", new { })), PuppetLine.Say("done"));

        var turn = await world.App.AskAsync("bob", thread, question);

        Assert.Equal("completed", turn.At("status"));
        Assert.All(turn.Steps(), static step => Assert.Equal("refused", step.At("status")));
        Assert.Equal(4, (await world.App.AuditAsync("bob", $"thread={thread}&decision=denied")).Length);
    }

    [Fact]
    public async Task What_no_endpoint_would_take_back_is_not_sent_back_to_it()
    {
        var question = PuppetWorld.Fresh("tools");
        world.Puppet.When(question).Reply(PuppetLine.Calls(("multi_tool use.parallel", new { }), ("query_data", "{not json")), PuppetLine.Say("done"));

        var turn = await world.App.AskAsync("bob", await world.App.OpenThreadAsync("bob"), question);

        Assert.Equal("completed", turn.At("status"));
        var calls = JsonDocument.Parse(world.Puppet.Requests.Last(request => request.Contains(question)).Bytes).RootElement.GetProperty("messages").EnumerateArray()
            .Where(static message => message.TryGetProperty("tool_calls", out _)).SelectMany(static message => message.GetProperty("tool_calls").EnumerateArray()).ToArray();
        Assert.Equal(["multi_tool_use_parallel", "query_data"], calls.Select(static call => call.GetProperty("function").At("name")));
        Assert.All(calls, static call => Assert.Equal("{}", call.GetProperty("function").At("arguments")));
    }

    [Fact]
    public async Task After_a_failed_turn_the_thread_answers_again()
    {
        var thread = await world.App.OpenThreadAsync("bob");
        var question = PuppetWorld.Fresh("unlucky");
        world.Puppet.When(question).Reply(PuppetLine.Fail(401), PuppetLine.Say("well again"));

        var failed = await world.App.AskAsync("bob", thread, question);
        var turn = await world.App.AskAsync("bob", thread, question);

        Assert.Equal(("failed", "completed", "well again"), (failed.At("status"), turn.At("status"), turn.At("reply", "text")));
        Assert.Equal("failed", (await world.App.MessagesAsync("bob", thread))[1].At("status"));
    }

    [Fact]
    public async Task A_model_that_is_down_is_named()
    {
        var settings = PuppetWorld.Settings(world.Puppet, world.Company, ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"));
        await using var app = await InProcessApp.StartAsync(settings);

        var turn = await app.AskAsync("bob", await app.OpenThreadAsync("bob"), "anybody there?");

        Assert.Equal(("failed", "model-unavailable"), (turn.At("status"), turn.At("refusal", "code")));
    }

    private async Task EndsAsync(string? code, PuppetLine line)
    {
        var turn = await AskAsync(line);

        Assert.Equal("failed", turn.At("status"));
        Assert.StartsWith("The model", turn.At("refusal", "reason"), StringComparison.Ordinal);
        Assert.StartsWith(code ?? "model-", turn.At("refusal", "code"), StringComparison.Ordinal);
        Assert.Equal(turn.At("refusal", "reason"), turn.At("reply", "text"));
    }

    private async Task<JsonElement> AskAsync(PuppetLine line)
    {
        var question = PuppetWorld.Fresh("model");
        world.Puppet.When(question).Always(line);
        return await world.App.AskAsync("bob", await world.App.OpenThreadAsync("bob"), question);
    }
}
