using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>Turns with models as people run them: the answer of a person, and the next request of the model.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class ModelServerTests(PuppetWorld world)
{
    [Theory]
    [InlineData("fin-length", "hello wor", "cut off")]
    [InlineData("fin-content-filter", "I would", "content filter")]
    [InlineData("refusal", "I can't help with that.", "")]
    [InlineData("think-tags", "hello", "")]
    public async Task An_answer_says_what_became_of_it(string stream, string text, string note)
    {
        var turn = await AskAsync("answer", Seen(stream));

        Assert.Equal("completed", turn.At("status"));
        Assert.StartsWith(text, turn.At("reply", "text"), StringComparison.Ordinal);
        Assert.Contains(note, turn.At("reply", "text"), StringComparison.Ordinal);
        Assert.DoesNotContain("plan", turn.At("reply", "text"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error-first", "model-refused")]
    [InlineData("error-mid-then-stop", "model-busy")]
    public async Task An_error_in_the_stream_fails_the_turn(string stream, string code)
    {
        var turn = await AskAsync("error", Seen(stream));

        Assert.Equal(("failed", code), (turn.At("status"), turn.At("refusal", "code")));
        Assert.DoesNotContain("Half", turn.At("reply", "text"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index-all-zero", 2)]
    [InlineData("tool-in-text", 1)]
    [InlineData("name-split", 1)]
    public async Task A_call_is_carried_out_however_it_came(string stream, int calls)
    {
        var turn = await AskAsync("calls", Seen(stream), PuppetLine.Say("done"));

        Assert.Equal(("completed", "done"), (turn.At("status"), turn.At("reply", "text")));
        Assert.Equal(Enumerable.Repeat("succeeded", calls), turn.Steps().Select(static step => step.At("status")));
    }

    [Fact]
    public async Task Calls_without_ids_have_different_ids_in_each_request_of_the_turn()
    {
        var question = PuppetWorld.Fresh("ids");

        await AskAsync(question, Seen("multi-noid"), Seen("multi-noid"), PuppetLine.Say("done"));

        var ids = Messages(question).Where(static message => message.At("role") == "tool").Select(static message => message.At("tool_call_id")).ToArray();
        Assert.Equal(2, ids.Length);
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task Thoughts_and_signatures_go_back_with_the_results()
    {
        var question = PuppetWorld.Fresh("thoughts");

        var turn = await AskAsync(question, Seen("multi-sig"), PuppetLine.Say("done"));

        var message = Messages(question).Single(static message => message.TryGetProperty("tool_calls", out _));
        Assert.Equal("thinking", message.At("reasoning_content"));
        Assert.Equal(JsonValueKind.Null, message.GetProperty("content").ValueKind);
        Assert.Equal("SIG", message.GetProperty("tool_calls")[0].At("extra_content", "google", "thought_signature"));
        Assert.DoesNotContain("thinking", turn.GetRawText(), StringComparison.Ordinal);
    }

    private static PuppetLine Seen(string stream) => PuppetLine.Garbage(File.ReadAllBytes(Path.Combine(Clone.Root, "tests", "Turns", "Streams", $"{stream}.sse")));

    /// <summary>Of the last request.</summary>
    private JsonElement.ArrayEnumerator Messages(string question) =>
        JsonDocument.Parse(world.Puppet.Requests.Last(request => request.Contains(question)).Bytes).RootElement.GetProperty("messages").EnumerateArray();

    private async Task<JsonElement> AskAsync(string question, params PuppetLine[] lines)
    {
        var fresh = question.Contains('[', StringComparison.Ordinal) ? question : PuppetWorld.Fresh(question);
        world.Puppet.When(fresh).Reply(lines);
        return await world.App.AskAsync("bob", await world.App.OpenThreadAsync("bob"), fresh);
    }
}
