using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

namespace Onbehalf.Tests.Fixtures.PuppetModel;

public sealed class PuppetRules
{
    [Fact]
    public async Task It_says_its_lines_in_order_to_the_official_client()
    {
        await using var puppet = await Puppet.StartAsync();
        puppet.When("hello").Reply(PuppetLine.Call("query_data", new { sql = "SELECT 1" }), PuppetLine.Say("one two three four five six"));

        var first = await ClientOf(puppet).CompleteChatAsync([new UserChatMessage("hello")]);
        var second = await StreamAsync(puppet, "hello");

        Assert.Equal("""{"sql":"SELECT 1"}""", first.Value.ToolCalls.Single().FunctionArguments.ToString());
        Assert.Equal(ChatFinishReason.ToolCalls, first.Value.FinishReason);
        Assert.Equal("one two three four five six", string.Concat(second));
        Assert.True(second.Count > 1);
        Assert.Equal(2, puppet.Requests.Count);
    }

    [Fact]
    public async Task It_streams_tool_calls_with_their_arguments_in_pieces()
    {
        await using var puppet = await Puppet.StartAsync();
        puppet.When("both").Always(PuppetLine.Calls(("a", "{ \"x\": 1, \"y\": 2, \"z\": 3 }"), ("b", "not json")));

        var arguments = new Dictionary<int, string>();
        await foreach (var update in ClientOf(puppet).CompleteChatStreamingAsync([new UserChatMessage("both")]))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index) + call.FunctionArgumentsUpdate;
            }
        }

        Assert.Equal("{ \"x\": 1, \"y\": 2, \"z\": 3 }", arguments[0]);
        Assert.Equal("not json", arguments[1]);
    }

    [Fact]
    public async Task It_fails_cuts_and_talks_garbage_when_told()
    {
        await using var puppet = await Puppet.StartAsync();
        puppet.When("x").Reply(PuppetLine.Fail(400), PuppetLine.CutAfter("half an answer"), PuppetLine.Garbage([0xff, 0x00, 0x13]));

        var refused = await Assert.ThrowsAsync<ClientResultException>(() => ClientOf(puppet).CompleteChatAsync([new UserChatMessage("x")]));
        var cut = await Record.ExceptionAsync(() => StreamAsync(puppet, "x"));
        await Record.ExceptionAsync(() => StreamAsync(puppet, "x"));

        Assert.Equal(400, refused.Status);
        Assert.NotNull(cut);
        Assert.Equal(3, puppet.Requests.Count);
    }

    [Fact]
    public async Task It_hangs_until_the_client_leaves_and_records_what_it_was_sent()
    {
        await using var puppet = await Puppet.StartAsync();
        puppet.When("wait").Always(PuppetLine.Hang());
        using var patience = new CancellationTokenSource();

        var asking = ClientOf(puppet).CompleteChatAsync([new UserChatMessage("wait ü")], cancellationToken: patience.Token);
        while (puppet.Requests.IsEmpty)
        {
            await Task.Delay(20);
        }

        Assert.False(asking.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.True(puppet.Requests.Single().Contains("wait ü"));
    }

    private static ChatClient ClientOf(Puppet puppet) =>
        new("puppet", new ApiKeyCredential(Puppet.ApiKey), new OpenAIClientOptions { Endpoint = new Uri(puppet.BaseUrl) });

    private static async Task<List<string>> StreamAsync(Puppet puppet, string text)
    {
        var pieces = new List<string>();
        await foreach (var update in ClientOf(puppet).CompleteChatStreamingAsync([new UserChatMessage(text)]))
        {
            pieces.AddRange(update.ContentUpdate.Select(static part => part.Text));
        }

        return [.. pieces.Where(static piece => piece.Length > 0)];
    }
}
