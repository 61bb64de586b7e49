using System.Text;
using Onbehalf.Turns;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Tests.Turns;

/// <summary>Chunks and endings that a server may send, in combinations that no single server was seen to send.</summary>
public sealed class OddChunkTests
{
    private const string Hello = """data: {"choices":[{"index":0,"delta":{"content":"hello"},"finish_reason":null}]}""";
    private const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Call = """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"recall","arguments":"{\"query\":\"x\"}"}}]}}]}""";

    public static TheoryData<string, string, string> Shapes { get; } = new()
    {
        { "a mark of order, comments, an event name and CR LF", "\uFEFF: open\r\nevent: completion\r\n" + Hello + "\r\n\r\n: keep-alive\r\n\r\n" + Stop + "\r\n\r\ndata:[DONE]\r\n\r\n", "hello" },
        { "lines that end with CR", Hello + "\r\r" + Stop + "\r\r", "hello" },
        { "keep-alive chunks without choices", "data: {\"choices\":[]}\n\n" + Hello + "\n\ndata: {\"choices\":[]}\n\n" + Stop + "\n\n", "hello" },
        { "usage in a last chunk without choices", Hello + "\n\n" + Stop + "\n\ndata: {\"choices\":null,\"usage\":{\"total_tokens\":3}}\n\ndata: [DONE]\n\n", "hello" },
        { "one object over several data lines", "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"hello\"},\ndata: \"finish_reason\":\"stop\"}]}\n\n", "hello" },
        { "two objects in one event", Hello + Stop["data:".Length..] + "\n\n", "hello" },
        { "two calls in one delta, and their arguments later", """
            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"recall","arguments":""}},{"index":1,"id":"b","function":{"name":"describe_data","arguments":""}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}},{"index":0,"function":{"arguments":"{\"query\":\"x\"}"}}]},"finish_reason":"tool_calls"}]}


            """, "recall {\"query\":\"x\"} | describe_data {}" },
        { "a name over three chunks", """
            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"desc"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"ribe_"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"data","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}


            """, "describe_data {}" },
        { "text and a call, an empty reason, then the end", Hello + "\n\n" + Call + "\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"\"}]}\n\ndata: [DONE]\n\n", "recall {\"query\":\"x\"}" },
        { "the reason in the chunk of the text", "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}\n\n", "hello" },
        { "text after the reason", Hello + "\n\n" + Stop + "\n\ndata: {\"choices\":[{\"delta\":{\"content\":\" you\"},\"finish_reason\":null}]}\n\ndata: [DONE]\n\n", "hello you" },
        { "an error that is a text", Hello + "\n\ndata: {\"error\":\"upstream broke\"}\n\n" + Stop + "\n\n", "fault" },
        { "an error that is a number", Hello + "\n\ndata: {\"error\":502}\n\n", "fault" },
        { "an error that is null or empty", "data: {\"error\":null,\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\ndata: {\"error\":{},\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", "hello" },
        { "an error object alone, which is no stream", "{\"error\":\"model not loaded\"}", "fault" },
        { "an error in a list, which is no stream", "[{\"error\":{\"code\":429,\"message\":\"x\",\"status\":\"RESOURCE_EXHAUSTED\"}}]", "fault" },
        { "content null and a refusal", "data: {\"choices\":[{\"delta\":{\"content\":null,\"refusal\":\"I can't.\"},\"finish_reason\":\"stop\"}]}\n\n", "I can't." },
        { "a refusal in parts", "data: {\"choices\":[{\"delta\":{\"refusal\":\"I \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"refusal\":\"can't.\"},\"finish_reason\":\"stop\"}]}\n\n", "I can't." },
        { "the whole message once more at the end", Hello + "\n\ndata: {\"choices\":[{\"delta\":{},\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}\n\n", "hello" },
        { "a call once more in the last message", Call + "\n\ndata: {\"choices\":[{\"delta\":{},\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"recall\",\"arguments\":\"{\\\"query\\\":\\\"x\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n", "recall {\"query\":\"x\"}" },
        { "two answers in one stream, of which the first counts", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"}},{\"index\":1,\"delta\":{\"content\":\"bye\"}}]}\n\ndata: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\" now\"}}]}\n\n" + Stop + "\n\n", "hello" },
        { "an emoji over two chunks", "data: {\"choices\":[{\"delta\":{\"content\":\"hello \\ud83d\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"\\ude42\"},\"finish_reason\":\"stop\"}]}\n\n", "hello 🙂" },
        { "no end at all", Hello + "\n\n", "failed" },
        { "only a keep-alive", ": ping\n\ndata: [DONE]\n\n", "failed" },
        { "HTML of a proxy", "<html><body>502 Bad Gateway</body></html>", "failed" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_stream_is_its_answer_or_fails(string because, string stream, string expected)
    {
        var tools = ((string[])["describe_data", "recall"]).Select(static tool => new ModelTool(tool, "", BinaryData.FromString("{}")));
        var reader = new AnswerReader(new([], [.. tools]), 32_000);
        await foreach (var read in ChatEvents.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(stream)), default))
        {
            reader.Take(read);
            if (reader.IsOver)
                break;
        }

        var answer = reader.Fault is not null ? "fault" : reader.Answer() switch
        {
            ModelAnswer.Said { Calls.IsEmpty: true } said => said.Text,
            ModelAnswer.Said said => string.Join(" | ", said.Calls.Select(static call => $"{call.Tool} {call.Arguments}")),
            _ => "failed",
        };
        Assert.True(answer == expected, $"{because}: {answer}");
    }
}
