// Longer than 300 lines: one reader, and a row for each way in which a server was seen to differ; read best in one file.
using System.Text;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Turns;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Tests.Turns;

/// <summary>Streams as servers send them, read to the answer that their model gave.</summary>
public sealed class AnswerStreamTests
{
    private const string Stop = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Calls = """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""";

    private static readonly string[] Offered = ["describe_data", "query_data", "recall", "list_spaces", "list_spaces_of"];

    [Theory]
    [InlineData("index-all-zero", "describe_data {} | recall {\"query\":\"x\"}")]
    [InlineData("index-missing-two", "describe_data {} | recall {\"query\":\"x\"}")]
    [InlineData("fin-empty-string", "hello")]
    [InlineData("fin-eos", "hello")]
    [InlineData("fin-stringnull", "hello")]
    [InlineData("fin-error", "hello\n\n[This answer is incomplete: the model stopped with an error.]")]
    [InlineData("fin-insufficient", "hello\n\n[This answer is incomplete: the model stopped with an error.]")]
    [InlineData("created-ms", "hello")]
    [InlineData("created-float", "hello")]
    [InlineData("usage-null-choices", "hello")]
    [InlineData("args-object", "describe_data {}")]
    [InlineData("content-thinking-array", "hello")]
    [InlineData("index-null", "describe_data {}")]
    [InlineData("role-empty", "hello")]
    [InlineData("fin-length", "hello wor\n\n[This answer is cut off: the model reached its length limit.]")]
    [InlineData("fin-content-filter", "I would\n\n[This answer is incomplete: the content filter of the model's provider stopped it.]")]
    [InlineData("refusal", "I can't help with that.")]
    [InlineData("multi-sig", "describe_data {}")]
    [InlineData("multi-noid", "describe_data {}")]
    [InlineData("data-null", "hello")]
    [InlineData("empty-data", "hello")]
    [InlineData("tool-name-space", "describe_data {}")]
    [InlineData("think-tags", "hello")]
    [InlineData("tool-in-text", "describe_data {}")]
    [InlineData("name-late", "describe_data {}")]
    [InlineData("name-split", "describe_data {}")]
    [InlineData("args-fenced", "recall {\"query\":\"x\"}")]
    [InlineData("error-first", "fault HTTP 400, BadRequestError")]
    [InlineData("error-mid-then-stop", "fault HTTP 529")]
    public async Task A_stream_that_was_seen_is_read(string name, string expected)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Clone.Root, "tests", "Turns", "Streams", $"{name}.sse"));

        Assert.Equal(expected, await ReadAsync(bytes));
    }

    [Theory]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}},{"index":0,"id":"b","function":{"name":"recall","arguments":"{\"query\":\"y\"}"}}]""", "recall {\"query\":\"x\"} | recall {\"query\":\"y\"}")]
    [InlineData("""[{"function":{"name":"describe_data","arguments":"{}"}},{"function":{"name":"describe_data","arguments":"{}"}}]""", "describe_data {} | describe_data {}")]
    [InlineData("""[{"index":0,"id":"","function":{"name":"describe_data"}},{"index":0,"id":"","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}]""", "describe_data {} | recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":""}}];[{"index":0,"id":"b","function":{"arguments":"{\"query\":"}}];[{"index":0,"id":"c","function":{"arguments":"\"x\"}"}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":"}}];[{"index":0,"id":"b","function":{"name":"recall","arguments":"\"x\"}"}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":"}}];[{"index":0,"id":"a","function":{"name":"recall","arguments":"\"x\"}"}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"function":{"name":"describe_data","arguments":""}}];[{"index":0,"function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}]""", "describe_data {} | recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"same","function":{"name":"describe_data","arguments":"{}"}}];[{"index":0,"id":"same","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}]""", "describe_data {} | recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"same","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}];[{"index":1,"id":"same","function":{"name":"recall","arguments":"{\"query\":\"y\"}"}}]""", "recall {\"query\":\"x\"} | recall {\"query\":\"y\"}")]
    [InlineData("""[{"id":"a","function":{"name":"recall","arguments":""}}];[{"id":"b","function":{"name":"describe_data","arguments":""}}];[{"id":"a","function":{"arguments":"{\"query\":\"x\"}"}}]""", "recall {\"query\":\"x\"} | describe_data {}")]
    [InlineData("""[{"index":"1","id":"b","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}];[{"index":"0","id":"a","function":{"name":"describe_data","arguments":"{}"}}]""", "describe_data {} | recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0.0,"id":"a","type":"","function":{"name":"describe_data","arguments":null}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":7,"type":null,"function":{"name":"recall","arguments":{"query":"x"}}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"describe_data","arguments":"{}"}}""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","name":"describe_data","arguments":"{}"}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{}"}}];[{"index":0,"id":"a","function":{"arguments":"{\"query\":\"x\"}"}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}];[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"list_","arguments":""}}];[{"index":0,"function":{"name":"spaces","arguments":""}}];[{"index":0,"function":{"name":"_of","arguments":"{}"}}]""", "list_spaces_of {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"list","arguments":""}}];[{"index":0,"function":{"name":"list_spaces","arguments":"{}"}}]""", "list_spaces {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":null,"arguments":null}}];[{"index":0,"function":{"name":"describe_data","arguments":"{}"}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"functions.describe_data:0","arguments":"{}"}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"default_api.describe_data\n","arguments":"{}"}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"describe_data<|channel|>commentary","arguments":"{}"}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"describe_data","arguments":[]}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"describe_data","arguments":"[]"}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"describe_data","arguments":"\"\""}}]""", "describe_data {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x\ny \\\"z\\\"\"\n}"}}]""", "recall {\"query\":\"x\\ny \\\"z\\\"\"\n}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"QUERY_DATA","arguments":"{}"}}]""", "QUERY_DATA {}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"","arguments":"{\"query\":\"x\"}"}}]""", "unnamed {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"\"{\\\"query\\\":\\\"x\\\"}\""}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x\"}<|im_end|>"}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"```\n{\"query\":\"x\"}\n```\n"}}]""", "recall {\"query\":\"x\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x\"}{\"query\":\"y\"}"}}]""", "recall {\"query\":\"x\"}{\"query\":\"y\"}")]
    [InlineData("""[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x"}}]""", "recall {\"query\":\"x")]
    public async Task Calls_come_whole_whatever_their_index_id_and_name_are(string deltas, string expected)
    {
        var chunks = deltas.Split("];[").Select((calls, at) => (at > 0 ? "[" : "") + calls + (at < deltas.Split("];[").Length - 1 ? "]" : ""))
            .Select(static calls => $$"""{"choices":[{"index":0,"delta":{"tool_calls":{{calls}}},"finish_reason":null}]}""");

        Assert.Equal(expected, await ReadAsync([.. chunks, Calls]));
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"function_call":{"name":"recall","arguments":"{\"query\":"}}}]}""", """{"choices":[{"delta":{"function_call":{"arguments":"\"x\"}"}},"finish_reason":"function_call"}]}""", "recall {\"query\":\"x\"}")]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[],"function_call":{"name":"describe_data","arguments":"{}"}}}]}""", Stop, "describe_data {}")]
    [InlineData("""{"choices":[{"delta":{},"message":{"role":"assistant","content":"hello"}}]}""", Stop, "hello")]
    [InlineData("""{"choices":[{"delta":{}}]}""", """{"choices":[{"delta":{},"finish_reason":"content_filter: RECITATION"}]}""", "[This answer is incomplete: the content filter of the model's provider stopped it.]")]
    [InlineData("""{"choices":[{"delta":{"content":"hel"}}]}""", """{"choices":[{"delta":{"content":"lo"},"finish_reason":"FinishReason.MAX_TOKENS"}]}""", "hello\n\n[This answer is cut off: the model reached its length limit.]")]
    [InlineData("""{"choices":[{"delta":{}}]}""", """{"choices":[{"delta":{},"finish_reason":"function_call_filter: MALFORMED_FUNCTION_CALL"}]}""", "failed model-unavailable")]
    [InlineData("""{"choices":{"delta":{"content":"hello"}}}""", Stop, "hello")]
    [InlineData("""{"id":5,"object":null,"created":"2026","model":null,"service_tier":null,"usage":"none","choices":[{"index":null,"delta":{"role":5,"content":"hello"},"logprobs":"x","finish_reason":null}]}""", Stop, "hello")]
    [InlineData("""{"created":-1,"choices":[{"delta":{"role":"model","content":[{"type":"text","text":"hel"},{"type":"output_text","text":{"value":"lo"}},{"type":"reasoning","text":"x"}]}}]}""", Stop, "hello")]
    [InlineData("""{"choices":[{"delta":{"content":["hel","lo"]}}]}""", Stop, "hello")]
    [InlineData("""{"choices":[{"delta":{"content":{"type":"text","text":"hello"}}}]}""", Stop, "hello")]
    [InlineData("""{"choices":[{"index":1,"delta":{"content":"hello"}},{"index":2,"delta":{"content":"other"}}]}""", Stop, "hello")]
    [InlineData("""{"choices":[{"delta":{"content":"hello"}}]}""", """{"choices":[{"delta":{},"message":{"content":"hello"},"finish_reason":"stop"}]}""", "hello")]
    [InlineData("""{"choices":[{"delta":null,"text":"hello"}]}""", Stop, "hello")]
    [InlineData("""{"choices":[{"delta":{"content":"hello"},"finish_reason":"END_TURN"}]}""", "{}", "hello")]
    [InlineData("""{"choices":[{"delta":{"content":"hello"},"finish_reason":7}]}""", """{"choices":[{"delta":null,"finish_reason":"stop"}]}""", "hello")]
    [InlineData("""{"error":null,"choices":[{"delta":{"content":"hello"}}]}""", """{"error":{},"choices":[{"delta":{"content":""},"finish_reason":"stop"}]}""", "hello")]
    [InlineData("""{"choices":[{"delta":{"content":"\ud83d"}}]}""", """{"choices":[{"delta":{"content":"\ude42 \\u \n\"ok\""},"finish_reason":"stop"}]}""", "🙂 \\u \n\"ok\"")]
    [InlineData("""{"choices":[{"delta":{"content":"","refusal":"I can't "}}]}""", """{"choices":[{"delta":{"refusal":"do that."},"finish_reason":"stop"}]}""", "I can't do that.")]
    [InlineData("""{"choices":[{"delta":{"content":[{"type":"refusal","refusal":"No."}]}}]}""", Stop, "No.")]
    [InlineData("""{"choices":[{"delta":{"content":null,"reasoning_content":"hmm"}}]}""", """{"choices":[{"delta":{"content":"hello"},"finish_reason":"stop"}]}""", "hello")]
    [InlineData("""{"choices":[{"delta":{"content":"","reasoning_content":"hmm"}}]}""", """{"choices":[{"delta":{},"finish_reason":"length"}]}""", "[This answer is cut off: the model reached its length limit.]")]
    [InlineData("""{"choices":[{"delta":{"content":"hel"}}]}""", """{"choices":[{"delta":{"content":"lo"},"finish_reason":"MAX_TOKENS"}]}""", "hello\n\n[This answer is cut off: the model reached its length limit.]")]
    [InlineData("""{"choices":[{"delta":{"content":"hello"}}]}""", """{"choices":[{"delta":{},"finish_reason":"model_length"}]}""", "hello\n\n[This answer is cut off: the model reached its length limit.]")]
    [InlineData("""{"choices":[{"delta":{}}]}""", """{"choices":[{"delta":{},"finish_reason":"SAFETY"}]}""", "[This answer is incomplete: the content filter of the model's provider stopped it.]")]
    [InlineData("""{"choices":[{"delta":{}}]}""", """{"choices":[{"delta":{},"finish_reason":"error"}]}""", "failed model-unavailable")]
    [InlineData("""{"nonsense":true}""", "{}", "failed model-garbled")]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":-5}]},"finish_reason":"bogus"}]}""", "{}", "failed model-garbled")]
    public async Task A_field_that_is_not_used_spoils_no_answer(string first, string second, string expected) => Assert.Equal(expected, await ReadAsync([first, second]));

    [Theory]
    [InlineData("""{"error":"overloaded"}""", "fault ")]
    [InlineData("""{"error":{"message":"x","type":"rate_limit_error"}}""", "fault rate_limit_error")]
    [InlineData("""{"error":{"message":"x","type":"None","param":"None","code":"500"}}""", "fault HTTP 500")]
    [InlineData("""{"error":{"message":"x","code":"429"}}""", "fault HTTP 429")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"x"}}""", "fault overloaded_error")]
    [InlineData("""{"object":"error","message":"x","type":"BadRequestError","param":null,"code":400}""", "fault HTTP 400, BadRequestError")]
    [InlineData("""{"detail":"Internal error"}""", "fault ")]
    [InlineData("""{"error_code":336100,"error_msg":"try again"}""", "fault ")]
    [InlineData("""{"message":"x","code":"ServerError"}""", "fault ServerError")]
    [InlineData("""{"code":500,"msg":"x","success":false}""", "fault HTTP 500")]
    [InlineData("""{"statusCode":429,"message":"x"}""", "fault HTTP 429")]
    [InlineData("""{"choices":[],"base_resp":{"status_code":1002,"status_msg":"rate limit"}}""", "fault ")]
    [InlineData("""{"choices":[{"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"Provider disconnected"}}]}""", "fault HTTP 502")]
    [InlineData("""[{"error":{"code":400,"message":"x","status":"INVALID_ARGUMENT"}}]""", "fault HTTP 400, INVALID_ARGUMENT")]
    public async Task An_error_in_the_stream_fails_the_call_whatever_comes_before_and_after(string error, string expected)
    {
        const string Half = """{"choices":[{"delta":{"content":"Half of the ans"}}]}""";

        Assert.Equal(expected, await ReadAsync([error]));
        Assert.Equal(expected, await ReadAsync([Half, error, Stop]));
        Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(error)));
    }

    [Theory]
    [InlineData("<thinking>x</thinking>hello", "hello")]
    [InlineData("\n<THINK>\nx < y\n</THINK>\n\nhello", "hello")]
    [InlineData("<think></think>hello", "hello")]
    [InlineData("<think>a</think>\n<think>b</think>\nhello", "hello")]
    [InlineData("[THINK]x[/THINK]hello", "hello")]
    [InlineData("◁think▷x◁/think▷hello", "hello")]
    [InlineData("x, so I say\n</think>\n\nhello", "hello")]
    [InlineData("<|channel|>analysis<|message|>x<|end|><|start|>assistant<|channel|>final<|message|>hello<|return|>", "hello")]
    [InlineData("hello<|im_end|>", "hello")]
    [InlineData("hello<end_of_turn>", "hello")]
    [InlineData("<tools> are not <b>tags</b>", "<tools> are not <b>tags</b>")]
    [InlineData("<tools>{\"name\": \"nobody\", \"arguments\": {}}</tools>", "<tools>{\"name\": \"nobody\", \"arguments\": {}}</tools>")]
    [InlineData("hello <think>x</think>there", "hello there")]
    [InlineData("Write `<think>x</think>` in your prompt.", "Write `<think>x</think>` in your prompt.")]
    [InlineData("```\n<think>x</think>\n```", "```\n<think>x</think>\n```")]
    [InlineData("a <think> that nobody closes", "a <think> that nobody closes")]
    [InlineData("<think>all of it is a thought", "")]
    [InlineData("1 < 2 and [3] <b>x</b> <", "1 < 2 and [3] <b>x</b> <")]
    [InlineData("{\"rows\": 3}", "{\"rows\": 3}")]
    [InlineData("```json\n{\"name\": \"nobody\", \"arguments\": {}}\n```", "```json\n{\"name\": \"nobody\", \"arguments\": {}}\n```")]
    [InlineData("`", "`")]
    [InlineData("A call looks like this: [{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}].", "A call looks like this: [{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}].")]
    [InlineData("Use `[{\"name\": \"recall\", \"arguments\": {}}]` for that.", "Use `[{\"name\": \"recall\", \"arguments\": {}}]` for that.")]
    [InlineData("The form is:\n```json\n[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]\n```", "The form is:\n```json\n[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]\n```")]
    [InlineData("The form is:\n```tool_call\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```\nNothing was called.", "The form is:\n```tool_call\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```\nNothing was called.")]
    [InlineData("[{\"name\": \"Alice\", \"age\": 3}, {\"name\": \"Bob\"}]", "[{\"name\": \"Alice\", \"age\": 3}, {\"name\": \"Bob\"}]")]
    [InlineData("[recall](https://example.com) is a tool.", "[recall](https://example.com) is a tool.")]
    [InlineData("[recall(x)] is a list.", "[recall(x)] is a list.")]
    [InlineData("[1] and [2]: [{\"name\": \"recall\"}]", "[1] and [2]: [{\"name\": \"recall\"}]")]
    [InlineData("```tool_call\n{\"name\": \"nobody\", \"arguments\": {}}\n```", "```tool_call\n{\"name\": \"nobody\", \"arguments\": {}}\n```")]
    [InlineData("Write `<TOOLCALL>[]</TOOLCALL>` or `<|START_ACTION|>` or `<｜DSML｜invoke name=\"recall\">`.", "Write `<TOOLCALL>[]</TOOLCALL>` or `<|START_ACTION|>` or `<｜DSML｜invoke name=\"recall\">`.")]
    [InlineData("```\n<TOOLCALL>[{\"name\": \"recall\", \"arguments\": {}}]</TOOLCALL>\n```", "```\n<TOOLCALL>[{\"name\": \"recall\", \"arguments\": {}}]</TOOLCALL>\n```")]
    [InlineData("```sql\nSELECT 1\n```", "```sql\nSELECT 1\n```")]
    [InlineData("```\nSELECT 1\n```", "```\nSELECT 1\n```")]
    [InlineData("recall(query) takes a text.", "recall(query) takes a text.")]
    [InlineData("recall", "recall")]
    [InlineData("[", "[")]
    [InlineData("``", "``")]
    public async Task Thoughts_and_special_tokens_are_no_part_of_the_answer(string said, string expected)
    {
        Assert.Equal(expected, await ReadAsync([Said(said), Stop]));
        Assert.Equal(expected, await ReadAsync([.. said.EnumerateRunes().Select(static rune => Said(rune.ToString())), Stop]));
    }

    [Theory]
    [InlineData("Let me look.\n<tool_call>\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n</tool_call>")]
    [InlineData("<think>I look.</think><tool_call>{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}")]
    [InlineData("<tool_call>\n{\"name\": \"recall\", \"arguments\": \"{\\\"query\\\":\\\"x\\\"}\"}\n</tool_call>\nI wait.")]
    [InlineData("<tool_call>\n<function=recall>\n<parameter=query>\nx\n</parameter>\n</function>\n</tool_call>")]
    [InlineData("<function=recall>{\"query\":\"x\"}</function>")]
    [InlineData("<tool_call>recall\n<arg_key>query</arg_key>\n<arg_value>x</arg_value>\n</tool_call>")]
    [InlineData("<function_calls><invoke name=\"recall\"><parameter name=\"query\">x</parameter></invoke></function_calls>")]
    [InlineData("[TOOL_CALLS][{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]")]
    [InlineData("[TOOL_CALLS]recall[ARGS]{\"query\":\"x\"}")]
    [InlineData("<|python_tag|>{\"name\": \"recall\", \"parameters\": {\"query\":\"x\"}}<|eom_id|>")]
    [InlineData("<|tool_calls_section_begin|><|tool_call_begin|>functions.recall:0<|tool_call_argument_begin|>{\"query\":\"x\"}<|tool_call_end|><|tool_calls_section_end|>")]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>recall\n```json\n{\"query\":\"x\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>")]
    [InlineData("<|channel|>commentary to=functions.recall <|constrain|>json<|message|>{\"query\":\"x\"}<|call|>")]
    [InlineData("{\"name\": \"recall\", \"parameters\": {\"query\":\"x\"}}")]
    [InlineData("{\"type\": \"function\", \"function\": {\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}}")]
    [InlineData("```json\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```")]
    [InlineData("[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]")]
    [InlineData("\n[ {\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}} ]\n")]
    [InlineData("[\n  {\"type\": \"function\", \"function\": {\"name\": \"recall\", \"arguments\": \"{\\\"query\\\":\\\"x\\\"}\"}}\n]")]
    [InlineData("```tool_call\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```")]
    [InlineData("```tool_call\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}")]
    [InlineData("Let me look.\n```tool_call\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```")]
    [InlineData("Let me look.\n\n```tool_calls\n[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]\n```\n")]
    [InlineData("```function_call\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```")]
    [InlineData("```\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```")]
    [InlineData("```json\n[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]\n```")]
    [InlineData("```tool_code\nprint(default_api.recall(query=\"x\"))\n```")]
    [InlineData("```tool_code\nrecall(query=\"x\")\n```")]
    [InlineData("<TOOLCALL>[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]</TOOLCALL>")]
    [InlineData("<TOOLCALL>{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}")]
    [InlineData("I look.<toolcall>[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]</toolcall>")]
    [InlineData("<seed:tool_call>\n<function=recall>\n<parameter=query>x</parameter>\n</function>\n</seed:tool_call>")]
    [InlineData("<tool_use>{\"name\": \"recall\", \"input\": {\"query\":\"x\"}}</tool_use>")]
    [InlineData("<|START_THINKING|>I look.<|END_THINKING|><|START_ACTION|>[\n    {\"tool_call_id\": \"0\", \"tool_name\": \"recall\", \"parameters\": {\"query\":\"x\"}}\n]<|END_ACTION|>")]
    [InlineData("<|START_ACTION|>[{\"tool_call_id\": \"0\", \"tool_name\": \"recall\", \"parameters\": {\"query\":\"x\"}}]<|END_ACTION|><|END_OF_TURN_TOKEN|>")]
    [InlineData("<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"recall\">\n<｜DSML｜parameter name=\"query\" string=\"true\">x</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>")]
    [InlineData("I look.\n\n<｜DSML｜tool_calls>\n<｜DSML｜invoke name=\"recall\">\n<｜DSML｜parameter name=\"query\" string=\"true\">x</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜tool_calls><｜end▁of▁sentence｜>")]
    [InlineData("<｜DSML｜invoke name=\"recall\">{\"query\":\"x\"}</｜DSML｜invoke>")]
    [InlineData("<|DSML|function_calls><|DSML|invoke name=\"recall\"><|DSML|parameter name=\"query\" string=\"true\">x</|DSML|parameter></|DSML|invoke></|DSML|function_calls>")]
    [InlineData("<｜｜DSML｜｜invoke name=\"recall\"><｜｜DSML｜｜parameter name=\"query\" string=\"false\">\"x\"</｜｜DSML｜｜parameter></｜｜DSML｜｜invoke>")]
    [InlineData("<|tool_call_start|>[recall(query=\"x\")]<|tool_call_end|>")]
    [InlineData("<|python_start|>[recall(query='x')]<|python_end|>")]
    [InlineData("<|python_tag|>recall.call(query=\"x\")<|eom_id|>")]
    [InlineData("[recall(query=\"x\")]")]
    [InlineData("recall(query=\"x\")")]
    [InlineData("<|tools_prefix|>[{\"recall\": {\"query\":\"x\"}}]<|tools_suffix|>")]
    [InlineData("<|action_start|><|plugin|>\n{\"name\": \"recall\", \"parameters\": {\"query\":\"x\"}}<|action_end|>")]
    [InlineData("functools[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}]")]
    [InlineData("<start_function_call>call:recall{query:<escape>x<escape>}<end_function_call>")]
    [InlineData("<|tool_call>call:recall{query:<|\"|>x<|\"|>}<tool_call|>")]
    [InlineData("<tool_call>\n<function=recall>\n<parameter=query>\nx\n</tool_call>")]
    [InlineData("<|channel|>analysis<|message|>I look.<|end|><|start|>assistant to=functions.recall<|channel|>commentary json<|message|>{\"query\":\"x\"}<|call|>")]
    [InlineData("<tools>{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}</tools>")]
    [InlineData("{\"tool\": \"recall\", \"tool_input\": {\"query\":\"x\"}}")]
    [InlineData("{\"action\": \"recall\", \"action_input\": {\"query\":\"x\"}}")]
    public async Task A_call_in_the_text_is_a_call_and_is_not_shown(string said)
    {
        var shown = new StringBuilder();

        Assert.Equal("recall {\"query\":\"x\"}", await ReadAsync([.. said.EnumerateRunes().Select(static rune => Said(rune.ToString())), Stop], shown));
        Assert.Equal("recall {\"query\":\"x\"}", await ReadAsync([Said(said), Stop]));
        Assert.DoesNotContain("recall", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_calls_in_the_text_are_several_calls()
    {
        const string Text = "<tool_call>\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n</tool_call>\n<tool_call>\n{\"name\": \"recall\", \"arguments\": {\"query\":\"y\"}}\n</tool_call>";

        Assert.Equal("recall {\"query\":\"x\"} | recall {\"query\":\"y\"}", await ReadAsync([Said(Text), Stop]));
        Assert.Equal("recall {\"query\":\"x\"} | describe_data {}", await ReadAsync([Said("[{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}, {\"name\": \"describe_data\"}]"), Stop]));
        Assert.Equal("recall {\"query\":\"x\"} | describe_data {}", await ReadAsync([Said("```tool_call\n{\"name\": \"recall\", \"arguments\": {\"query\":\"x\"}}\n```\n```tool_call\n{\"name\": \"describe_data\"}\n```"), Stop]));
        Assert.Equal("recall {\"query\":\"x\",\"of\":[1,-2.5,true,null,{\"a\":\"it\\u0027s\"}]} | describe_data {}", await ReadAsync([Said("[recall(query='x', of=[1, -2.5, True, None, {'a': 'it\\'s'}]), describe_data()]"), Stop]));
        Assert.Equal("recall {\"query\":\"5\",\"most\":5}", await ReadAsync([Said("<｜DSML｜invoke name=\"recall\"><｜DSML｜parameter name=\"query\" string=\"true\">5</｜DSML｜parameter><｜DSML｜parameter name=\"most\" string=\"false\">5</｜DSML｜parameter></｜DSML｜invoke>"), Stop]));
        Assert.Equal("recall {\"query\":\"x\"} | describe_data {}", await ReadAsync([Said("[TOOL_CALLS]recall[ARGS]{\"query\":\"x\"}[TOOL_CALLS]describe_data[ARGS]{}"), Stop]));
        Assert.Equal("recall {\"query\":\"x\"} | describe_data {}", await ReadAsync([Said("{\"name\": \"recall\", \"parameters\": {\"query\":\"x\"}}; {\"name\": \"describe_data\", \"parameters\": {}}"), Stop]));
        Assert.Equal("failed model-garbled", await ReadAsync([Said("<tool_call>no call at all</tool_call>"), Stop]));
    }

    [Theory]
    [InlineData("data:{0}\n\ndata:{1}\n\n")]
    [InlineData("data: {0}\r\n\r\ndata: {1}\r\n\r\ndata: [DONE]\r\n\r\n")]
    [InlineData("\uFEFFdata: {0}\n\ndata: {1}\n\n")]
    [InlineData(": ping\n\nevent: message\nid: 1\nretry: 5\ndata: {0}\n\ndata: {1}\n\n")]
    [InlineData("data: {0}\ndata: {1}\ndata: [DONE]\n")]
    [InlineData("data: {0}\n\ndata: {1}")]
    [InlineData("data: data: {0}\n\ndata: {1}\n\ndata: \"[DONE]\"\n\n")]
    [InlineData("data: ping\n\ndata: true\n\ndata: {{}}\n\ndata: {0}\n\ndata: null\n\ndata: {1}\n\n")]
    [InlineData("{0}\n{1}\n")]
    [InlineData("data: {0}\n\ndata: {1}\n\ndata: [DONE]\n\ndata: {{broken")]
    public async Task An_event_stream_is_read_as_servers_write_it(string format)
    {
        var stream = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Said("hello"), Stop);

        Assert.Equal("hello", await ReadAsync(Encoding.UTF8.GetBytes(stream)));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}""", "hello")]
    [InlineData("""{"choices":[{"message":{"content":null,"tool_calls":[{"id":"a","function":{"name":"describe_data","arguments":"{}"}},{"id":"b","function":{"name":"recall","arguments":{"query":"x"}}}]},"finish_reason":"tool_calls"}]}""", "describe_data {} | recall {\"query\":\"x\"}")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"hello"}}]}""", "hello")]
    [InlineData("""{"choices":[{"finish_reason":null,"finish_details":{"type":"stop"},"message":{"content":"hello"}}]}""", "hello")]
    public async Task An_answer_that_is_not_streamed_is_an_answer(string body, string expected) => Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(body.Replace(",", ",\n\n ", StringComparison.Ordinal))));

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"half"},"finish_reason":null}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"half"}}]}""")]
    [InlineData("""{"choices":[{"delta":{},"message":{"role":"assistant","content":"half"},"finish_reason":null}]}""")]
    public async Task A_stream_without_an_end_is_no_answer(string chunk) =>
        Assert.Equal("failed model-garbled", await ReadAsync(Encoding.UTF8.GetBytes($"data: {chunk}\n\n")));

    [Fact]
    public async Task A_stream_with_a_broken_chunk_is_no_answer() =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync("data: {broken\n\n"u8.ToArray()));

    [Theory]
    [InlineData("event: error\ndata: {\"message\":\"x\",\"code\":503}\n\n", "fault HTTP 503")]
    [InlineData("event: error\ndata: something broke\n\n", "fault ")]
    public async Task An_event_of_kind_error_is_an_error(string end, string expected) => Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes($"data: {Said("half")}\n\n{end}data: {Stop}\n\n")));

    [Fact]
    public async Task No_more_is_shown_than_a_reply_can_have()
    {
        var shown = new StringBuilder();

        var said = await ReadAsync([Said("hello "), Said(new string('x', 100_000)), Said("never read"), Stop], shown);

        Assert.Equal((32_000, 32_004), (shown.Length, said.Length));
        Assert.EndsWith(" […]", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('<')]
    [InlineData('`')]
    [InlineData('[')]
    public async Task A_text_of_marks_takes_no_time(char mark)
    {
        var said = await ReadAsync([Said(new string(mark, 150_000)), Stop]).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(32_004, said.Length);
    }

    [Fact]
    public async Task Ids_are_unique_within_a_turn()
    {
        ModelMessage[] before =
        [
            new ModelMessage.Calls("", [new("call00001", "recall", "{}"), new("taken", "recall", "{}")], null),
        ];
        var chunk = """{"choices":[{"delta":{"tool_calls":[{"function":{"name":"recall","arguments":"{\"query\":\"x\"}"}},{"id":"taken","function":{"name":"recall","arguments":"{}"}},{"id":"own","function":{"name":"recall","arguments":"{}"}},{"id":"own","index":3,"function":{"name":"recall","arguments":"{}"}}]},"finish_reason":"stop"}]}""";

        var answer = Assert.IsType<ModelAnswer.Said>((await ListenAsync(Bytes([chunk]), before)).Answer());

        string[] ids = [.. answer.Calls.Select(static call => call.ModelCallId)];
        Assert.Equal(4, ids.Except(["call00001", "taken"]).Count());
        Assert.Equal("own", ids[2]);
        Assert.All(ids.Where(static id => id != "own"), static id => Assert.Matches("^[a-z0-9]{9}$", id));
    }

    private static string Said(string text) => $$"""{"choices":[{"index":0,"delta":{"content":{{JsonSerializer.Serialize(text)}}},"finish_reason":null}]}""";

    private static byte[] Bytes(IEnumerable<string> chunks) => Encoding.UTF8.GetBytes(string.Concat(chunks.Select(static chunk => $"data: {chunk}\n\n")) + "data: [DONE]\n\n");

    private static Task<string> ReadAsync(string[] chunks, StringBuilder? shown = null) => ReadAsync(Bytes(chunks), shown);

    private static async Task<string> ReadAsync(byte[] bytes, StringBuilder? shown = null)
    {
        var reader = await ListenAsync(bytes, [], shown);
        return reader.Fault is { } fault ? $"fault {fault}" : reader.Answer() switch
        {
            ModelAnswer.Said { Calls.IsEmpty: true } said => said.Text,
            ModelAnswer.Said said => string.Join(" | ", said.Calls.Select(static call => $"{call.Tool} {call.Arguments}")),
            ModelAnswer.Failed failed => $"failed {failed.Code}",
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    private static async Task<AnswerReader> ListenAsync(byte[] bytes, ModelMessage[] before, StringBuilder? shown = null)
    {
        var reader = new AnswerReader(new([.. before], [.. Offered.Select(static tool => new ModelTool(tool, "", BinaryData.FromString("{}")))]), 32_000);
        await foreach (var read in ChatEvents.ReadAsync(new MemoryStream(bytes), default))
        {
            var piece = reader.Take(read);
            shown?.Append(piece);
            if (reader.IsOver)
                break;
        }

        return reader;
    }
}
