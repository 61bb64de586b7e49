using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Host;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Turns;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Tests.Turns;

/// <summary>The report of a model check.</summary>
public sealed class ModelCheckTests : IAsyncLifetime
{
    private Puppet _puppet = null!;

    public async Task InitializeAsync() => _puppet = await Puppet.StartAsync();

    public Task DisposeAsync() => _puppet.DisposeAsync().AsTask();

    [Fact]
    public async Task A_check_says_what_a_whole_model_can_do()
    {
        var report = await new ModelProbe(_puppet.Client(NullLogger<ModelClient>.Instance)).RunAsync(default);

        Assert.Equal("The model talks, calls tools in parallel and streams.", report.Sentence);
        Assert.True(report.IsWell);
    }

    public static TheoryData<string, string, bool> Lacking { get; } = new()
    {
        { "one", "The model talks, calls tools one at a time and streams.", true },
        { "whole", "The model talks, calls tools in parallel and sends its answers whole.", true },
        { "words", "The model talks and streams, but it calls no tools, so it reads no data.", false },
        { "no-tools", "The model talks and streams, but it calls no tools, so it reads no data: a request that offers tools failed: the endpoint refuses the request (HTTP 400, invalid_request_error, field tools).", false },
        { "no-results", "The model calls tools, but the request with the results of its calls failed: the endpoint refuses the request (HTTP 400, server_error).", false },
        { "key", "The model does not answer: the key or the identity is not accepted (HTTP 401, invalid_api_key).", false },
        { "html", "The model does not answer: its answer is not in the chat completions format (no-answer).", false },
    };

    [Theory]
    [MemberData(nameof(Lacking))]
    public async Task A_check_says_what_a_model_lacks(string lack, string sentence, bool isWell)
    {
        var whole = """{"choices":[{"message":{"content":"one two three"},"finish_reason":"stop"}]}""";
        _puppet.When(static _ => true).Always(request => (lack, request.ToolResults.IsEmpty, request.Tools.IsEmpty) switch
        {
            ("one", true, _) => PuppetLine.Call("check_word", new { word = "red" }),
            ("whole", false, _) => PuppetLine.Garbage(Encoding.UTF8.GetBytes(whole), "application/json"),
            ("no-tools", _, false) => PuppetLine.Fail(400, """{"error":{"message":"this model does not support tools","type":"invalid_request_error"}}"""),
            ("no-results", false, _) => PuppetLine.Fail(400),
            ("key", _, _) => PuppetLine.Fail(401, """{"error":{"message":"no","code":"invalid_api_key"}}"""),
            ("html", _, _) => PuppetLine.Garbage("<html>hello</html>"u8.ToArray(), "text/html"),
            ("whole" or "no-results", true, _) => PuppetLine.Calls(("check_word", new { word = "red" }), ("check_word", new { word = "blue" })),
            _ => PuppetLine.Say("one two three four five six seven"),
        });

        var report = await new ModelProbe(_puppet.Client(NullLogger<ModelClient>.Instance)).RunAsync(default);

        Assert.Equal((sentence, isWell), (report.Sentence, report.IsWell));
    }

    [Theory]
    [InlineData(true, "The model talks, calls tools in parallel and streams.", "  takes images             yes")]
    [InlineData(false, "The model talks, calls tools in parallel and streams, but it refuses images (MODEL_IMAGES).", "  takes images             no")]
    public async Task A_check_sends_an_image_where_images_are_given(bool sees, string sentence, string line)
    {
        if (!sees)
            _puppet.When(static request => request.Text.Contains("image_url", StringComparison.Ordinal)).Always(PuppetLine.Fail(400));

        var report = await new ModelProbe(_puppet.Client(NullLogger<ModelClient>.Instance, ("MODEL_IMAGES", "true"))).RunAsync(default);

        Assert.Equal((sentence, true), (report.Sentence, report.IsWell));
        Assert.Contains(line, report.Lines());
    }

    [Fact]
    public async Task The_command_says_it_line_by_line()
    {
        var settings = new Dictionary<string, string> { ["OPENAI_BASE_URL"] = _puppet.BaseUrl, ["OPENAI_API_KEY"] = Puppet.ApiKey, ["MODEL"] = "m" };
        using var output = new StringWriter { NewLine = "\n" };

        var code = await CheckModel.RunAsync(settings, output);
        var without = await CheckModel.RunAsync(new Dictionary<string, string>(), TextWriter.Null);

        Assert.Equal((0, 1), (code, without));
        Assert.Equal(
            "The model talks, calls tools in parallel and streams.\n  talks                    yes\n  calls tools              yes\n  calls tools in parallel  yes\n  streams                  yes\n",
            output.ToString());
    }
}
