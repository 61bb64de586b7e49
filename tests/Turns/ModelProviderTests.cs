using System.Text;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Turns;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Tests.Turns;

/// <summary>The fields of a request: those that the server needs back, and those that are left out after its refusal.</summary>
public sealed class ModelProviderTests : IAsyncLifetime
{
    private readonly ModelLog _log = new();
    private Puppet _puppet = null!;

    public async Task InitializeAsync() => _puppet = await Puppet.StartAsync();

    public Task DisposeAsync() => _puppet.DisposeAsync().AsTask();

    [Theory]
    [InlineData(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","store"],"msg":"Extra inputs are not permitted","input":false}]},"type":"invalid_request_error"}""")]
    [InlineData(422, """{"detail":[{"type":"extra_forbidden","loc":["body","store"],"msg":"Extra inputs are not permitted","input":false}]}""")]
    [InlineData(400, """{"error":{"message":"property 'store' is unsupported, did you mean 'stop'?","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"message":"Unrecognized request argument supplied: store","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData(400, """{"error":{"message":"Unknown parameter","type":"invalid_request_error","param":"store","code":"unknown_parameter"}}""")]
    [InlineData(400, """[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"store\": Cannot find field.","status":"INVALID_ARGUMENT"}}]""")]
    [InlineData(400, """{"error":"json: unknown field \"store\""}""")]
    [InlineData(400, """{"error":{"message":"Additional properties are not allowed ('store' was unexpected)"}}""")]
    [InlineData(400, """{"error":{"message":"[{'code': 'unrecognized_keys', 'keys': ['x'], 'message': \"Unrecognized key(s) in object: 'store'\"}]"}}""")]
    [InlineData(400, """{"detail":"Completions.create() got an unexpected keyword argument 'store'"}""")]
    [InlineData(422, "body.store: Extra inputs are not permitted")]
    [InlineData(400, """{"error":{"message":"The parameter store is not supported by this model."}}""")]
    public async Task A_field_that_the_server_refuses_is_left_out_from_then_on(int status, string body)
    {
        _puppet.When("hello").Always(request => request.Text.Contains("\"store\"", StringComparison.Ordinal) ? PuppetLine.Fail(status, body) : PuppetLine.Say("good morning"));
        var model = _puppet.Client(_log);

        var first = await model.AskAsync("hello");
        var second = await model.AskAsync("hello");

        Assert.All([first, second], static answer => Assert.Equal("good morning", Assert.IsType<ModelAnswer.Said>(answer).Text));
        Assert.Equal(3, _puppet.Requests.Count);
        Assert.Equal(["store"], model.RefusedFields);
        Assert.Contains(_log.All, static line => line.Contains("refuses the request fields store", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(422, "")]
    [InlineData(400, "")]
    [InlineData(400, "Extra inputs are not permitted")]
    [InlineData(400, """{"error":{"message":"Unknown parameter","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"message":"Invalid request: which store sold most? is not acceptable","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"message":"unknown store","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"message":"Unknown parameter: 'store'","param":"messages[1].content"}}""")]
    [InlineData(400, """{"error":{"message":"Invalid schema","param":"tools[3].function.parameters.properties.store"}}""")]
    [InlineData(400, """{"detail":[{"loc":["body","messages",1,"store"],"msg":"Extra inputs are not permitted","type":"extra_forbidden"}]}""")]
    public async Task Without_its_name_in_the_refusal_the_request_to_store_nothing_stays(int status, string body)
    {
        _puppet.When("hello").Always(request => request.Text.Contains("\"store\":false", StringComparison.Ordinal) ? PuppetLine.Fail(status, body) : PuppetLine.Say("good morning"));
        var model = _puppet.Client(_log);

        var failed = Assert.IsType<ModelAnswer.Failed>(await model.AskAsync("hello"));

        Assert.Equal("model-refused", failed.Code);
        Assert.Empty(model.RefusedFields);
        Assert.All(_puppet.Requests, static request => Assert.Contains("\"store\":false", request.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_that_names_no_field_takes_back_the_members_of_the_calls_alone()
    {
        _puppet.When("hello").Always(static request => request.Text.Contains("\"reasoning\"", StringComparison.Ordinal) ? PuppetLine.Fail(422, "Extra inputs are not permitted") : PuppetLine.Say("done"));
        var model = _puppet.Client(_log);

        Assert.IsType<ModelAnswer.Said>(await model.AskAsync("hello", new ModelMessage.Calls("", [new("a", "describe_data", "{}")], """{"reasoning":"x"}"""), new ModelMessage.Result("a", "{}")));

        Assert.Equal(["reasoning"], model.RefusedFields);
        Assert.Contains("\"store\":false", _puppet.Requests.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_of_a_call_with_a_name_of_the_request_or_with_a_pattern_for_a_name_does_not_go_back()
    {
        var call = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["id"] = "a", ["store"] = true, ["stream_options"] = "x", ["tool_call_id"] = "b", ["(a+)+$"] = "x", ["two words"] = "x", [new('n', 65)] = "x", ["signature"] = "S",
            ["function"] = new { name = "describe_data", arguments = "{}" },
        });
        _puppet.When("hello").Reply(PuppetLine.Garbage(Encoding.UTF8.GetBytes($$$"""data: {"choices":[{"delta":{"tool_calls":[{{{call}}}]},"finish_reason":"tool_calls"}]}""" + "\n\n")), PuppetLine.Say("done"));
        var model = _puppet.Client(_log);

        var said = Assert.IsType<ModelAnswer.Said>(await model.AskAsync("hello"));

        Assert.Equal("""{"signature":"S"}""", Assert.Single(said.Calls).PassBack);
    }

    [Fact]
    public async Task Fields_that_are_refused_one_after_the_other_are_all_left_out()
    {
        const string Body = """{"error":{"message":"Unrecognized request argument supplied: FIELD","type":"invalid_request_error"}}""";
        _puppet.When("hello").Always(static request => new[] { "stream_options", "store" }.FirstOrDefault(field => request.Text.Contains($"\"{field}\"", StringComparison.Ordinal)) is { } field
            ? PuppetLine.Fail(400, Body.Replace("FIELD", field, StringComparison.Ordinal))
            : PuppetLine.Say("good morning"));

        var answer = await _puppet.Client(_log, ("MODEL_OPTIONS", """{"stream_options":{"include_usage":true},"temperature":0}""")).AskAsync("hello");

        Assert.IsType<ModelAnswer.Said>(answer);
        Assert.Equal([true, true, true], _puppet.Requests.Select(static request => request.Sent().GetProperty("temperature").GetInt32() == 0));
        Assert.False(_puppet.Requests[2].Sent().TryGetProperty("store", out _) || _puppet.Requests[2].Sent().TryGetProperty("stream_options", out _));
    }

    [Fact]
    public async Task A_refusal_of_something_else_leaves_no_field_out()
    {
        _puppet.When("hello").Always(PuppetLine.Fail(400, """{"error":{"message":"salary of Alice is too long","type":"invalid_request_error","param":"messages[1].content","code":"string_above_max_length"}}"""));
        var model = _puppet.Client(_log);

        var failed = Assert.IsType<ModelAnswer.Failed>(await model.AskAsync("hello"));

        Assert.Equal(("model-refused", "HTTP 400, string_above_max_length, field messages[1].content"), (failed.Code, failed.Cause));
        Assert.Single(_puppet.Requests);
        Assert.Empty(model.RefusedFields);
    }

    [Theory]
    [InlineData("""{"store":null}""", false)]
    [InlineData("""{"store":false}""", true)]
    [InlineData("", true)]
    public async Task An_operator_leaves_a_field_out(string options, bool isSent)
    {
        _puppet.When("hello").Always(PuppetLine.Say("good morning"));

        await _puppet.Client(_log, ("MODEL_OPTIONS", options)).AskAsync("hello");

        var sent = _puppet.Requests.Single().Sent();
        Assert.Equal(isSent, sent.TryGetProperty("store", out _));
        Assert.False(sent.TryGetProperty("stream_options", out _));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("store")]
    [InlineData("""{"store":true}""")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"stream":false}""")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Options_that_cannot_be_are_refused_at_the_start(string options) =>
        Assert.Contains("MODEL_OPTIONS", Assert.Throws<InvalidOperationException>(() => ModelOptions.Read(options)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task What_the_model_needs_back_goes_back()
    {
        var stream = """
            data: {"choices":[{"delta":{"role":"assistant","reasoning_content":"thin","reasoning_details":[{"type":"reasoning.text","index":0,"text":"a"}]}}]}

            data: {"choices":[{"delta":{"reasoning_content":"king","reasoning_details":[{"type":"reasoning.text","index":0,"text":"b","signature":"S"}],"tool_calls":[{"index":0,"id":"call_sig","type":"function","function":{"name":"describe_data","arguments":"{}"},"extra_content":{"google":{"thought_signature":"SIG"}}}]}}]}

            data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}


            """;
        _puppet.When("hello").Reply(PuppetLine.Garbage(Encoding.UTF8.GetBytes(stream)), PuppetLine.Say("done"));
        var model = _puppet.Client(_log);

        var said = Assert.IsType<ModelAnswer.Said>(await model.AskAsync("hello"));
        await model.AskAsync("hello", new ModelMessage.Calls(said.Text, said.Calls, said.PassBack), new ModelMessage.Result("call_sig", "{}"));

        var message = _puppet.Requests[1].Sent().GetProperty("messages")[1];
        Assert.Equal(
            """{"role":"assistant","content":null,"reasoning_details":[{"type":"reasoning.text","index":0,"text":"ab","signature":"S"}],"reasoning_content":"thinking","tool_calls":[{"id":"call_sig","type":"function","function":{"name":"describe_data","arguments":"{}"},"extra_content":{"google":{"thought_signature":"SIG"}}}]}""",
            message.GetRawText());
    }

    [Fact]
    public async Task Thoughts_in_the_text_go_back_with_the_calls_they_led_to_and_are_not_shown()
    {
        var stream = """
            data: {"choices":[{"delta":{"content":"<think>plan</think>I look.","tool_calls":[{"id":"a","function":{"name":"describe_data","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}


            """;
        _puppet.When("hello").Reply(PuppetLine.Garbage(Encoding.UTF8.GetBytes(stream)), PuppetLine.Say("done"));
        var model = _puppet.Client(_log);

        var said = Assert.IsType<ModelAnswer.Said>(await model.AskAsync("hello"));
        await model.AskAsync("hello", new ModelMessage.Calls(said.Text, said.Calls, said.PassBack), new ModelMessage.Result("a", "{}"));

        Assert.Equal("I look.", said.Text);
        Assert.Equal("<think>plan</think>I look.", _puppet.Requests[1].Sent().GetProperty("messages")[1].GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_member_that_the_server_does_not_take_back_is_left_out()
    {
        _puppet.When("hello").Always(static request => request.Text.Contains("\"reasoning\"", StringComparison.Ordinal)
            ? PuppetLine.Fail(400, """{"error":{"message":"'messages.1' : for 'role:assistant' the following must be satisfied[('messages.1' : property 'reasoning' is unsupported)]"}}""")
            : PuppetLine.Say("done"));
        var model = _puppet.Client(_log);

        var answer = await model.AskAsync("hello", new ModelMessage.Calls("", [new("a", "describe_data", "{}")], """{"reasoning":"x"}"""), new ModelMessage.Result("a", "{}"));

        Assert.IsType<ModelAnswer.Said>(answer);
        Assert.Equal(["reasoning"], model.RefusedFields);
    }

    [Fact]
    public async Task A_question_whose_image_is_refused_is_asked_again_without_it()
    {
        _puppet.When("square").Always(static request => request.Text.Contains("image_url", StringComparison.Ordinal) ? PuppetLine.Fail(400, """{"error":{"message":"no images here"}}""") : PuppetLine.Say("I do not see it"));
        var model = _puppet.Client(_log);
        var image = new ModelImage("image/png", new byte[] { 1, 2, 3 });

        var answer = await model.AskAsync(new([new ModelMessage.Person("a square") { Image = image }], []), static _ => ValueTask.CompletedTask, default);

        Assert.Equal("I do not see it", Assert.IsType<ModelAnswer.Said>(answer).Text);
        Assert.Equal("data:image/png;base64,AQID", _puppet.Requests[0].Sent().GetProperty("messages")[0].GetProperty("content")[1].GetProperty("image_url").GetProperty("url").GetString());
        Assert.Equal("a square\n[You cannot see this image.]", _puppet.Requests[1].LastUserText);
        Assert.Equal((2, 1), (_puppet.Requests.Count, model.RefusedImages));
        Assert.DoesNotContain("AQID", string.Join('\n', _log.All), StringComparison.Ordinal);
    }
}
