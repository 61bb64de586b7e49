using System.Text;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Turns;

/// <summary>The outcome of a failed model call, and its line for operators.</summary>
public sealed class ModelFailureTests : IAsyncLifetime
{
    private const string Secret = "salary of Alice";

    private readonly ModelLog _log = new();
    private Puppet _puppet = null!;

    public async Task InitializeAsync() => _puppet = await Puppet.StartAsync();

    public Task DisposeAsync() => _puppet.DisposeAsync().AsTask();

    [Theory]
    [InlineData(429, 3600, "model-busy", 1)]
    [InlineData(503, 3600, "model-busy", 1)]
    [InlineData(529, null, "model-busy", 2)]
    [InlineData(503, null, "model-unavailable", 2)]
    [InlineData(402, 3600, "model-refused", 1)]
    public async Task A_wait_beyond_the_deadline_fails_at_once(int status, int? retryAfter, string code, int requests)
    {
        _puppet.When("hello").Always(PuppetLine.Fail(status, retryAfterSeconds: retryAfter));

        var failed = Assert.IsType<ModelAnswer.Failed>(await _puppet.Client(_log).AskAsync("hello"));

        Assert.Equal((code, requests), (failed.Code, _puppet.Requests.Count));
        Assert.Equal([$"Model call failed: {code} (HTTP {status}, server_error)"], _log.All);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"{0}","code":"content_filter","param":"prompt"}}""", "model-filtered", "HTTP 400, content_filter, field prompt")]
    [InlineData(429, """{"error":{"message":"{0}","code":"insufficient_quota"}}""", "model-refused", "HTTP 429, insufficient_quota")]
    [InlineData(401, """{"error":{"message":"{0}","type":"{0}","code":"{0}","param":"{0}"}}""", "model-refused", "HTTP 401")]
    [InlineData(422, """{"detail":[{"loc":["body","messages",3,"content"],"msg":"{0}","type":"string_type","input":"{0}"}]}""", "model-refused", "HTTP 422, string_type, field body.messages.3.content")]
    [InlineData(400, """{"error":{"message":"Invalid value for messages[3].tool_calls[0].function.arguments: {0}"}}""", "model-refused", "HTTP 400, field messages[3].tool_calls[0].function.arguments")]
    [InlineData(404, "<html>{0}</html>", "model-refused", "HTTP 404")]
    public async Task An_operator_reads_the_status_the_code_and_the_field_and_no_text(int status, string body, string code, string cause)
    {
        _puppet.When("hello").Always(PuppetLine.Fail(status, body.Replace("{0}", Secret, StringComparison.Ordinal)));

        var failed = Assert.IsType<ModelAnswer.Failed>(await _puppet.Client(_log).AskAsync("hello"));

        Assert.Equal((code, cause), (failed.Code, failed.Cause));
        Assert.Equal([$"Model call failed: {code} ({cause})"], _log.All);
    }

    [Fact]
    public async Task An_error_in_a_stream_is_in_the_log_without_its_text()
    {
        _puppet.When("hello").Always(PuppetLine.Garbage(Encoding.UTF8.GetBytes($$$"""data: {"error":{"message":"{{{Secret}}}","code":529,"type":"overloaded_error"}}""" + "\n\n")));

        var failed = Assert.IsType<ModelAnswer.Failed>(await _puppet.Client(_log).AskAsync("hello"));

        Assert.Equal("model-busy", failed.Code);
        Assert.Equal(["Model call failed: model-busy (HTTP 529, overloaded_error in the stream)"], _log.All);
    }
}
