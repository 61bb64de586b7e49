using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Demo.Planner.Wire;

/// <summary>Writes the OpenAI chat completions protocol: one JSON object, Server-Sent Events, or an error.</summary>
internal static class ChatWire
{
    private static readonly byte[] EventStart = "data: "u8.ToArray();
    private static readonly byte[] EventEnd = "\n\n"u8.ToArray();
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public static Task WriteAsync(HttpResponse response, ChatRequest request, ChatAnswer answer, int requestBytes, CancellationToken cancellation)
    {
        var usage = Usage(requestBytes, answer);
        return request.Stream
            ? StreamAsync(response, request, answer, usage, cancellation)
            : WriteJsonAsync(response, Completion(request, answer, usage), cancellation);
    }

    public static Task WriteErrorAsync(HttpResponse response, int status, string kind, string sentence, CancellationToken cancellation)
    {
        response.StatusCode = status;
        return WriteJsonAsync(
            response,
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["message"] = sentence,
                    ["type"] = kind,
                    ["param"] = null,
                    ["code"] = kind,
                },
            },
            cancellation);
    }

    /// <summary>Returns the events of an answer in order, without the final <c>[DONE]</c>.</summary>
    public static IEnumerable<JsonObject> Events(ChatRequest request, ChatAnswer answer)
    {
        var id = NewId();
        yield return Chunk(id, request.Model, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        foreach (var piece in Pieces(answer.Text))
        {
            yield return Chunk(id, request.Model, new JsonObject { ["content"] = piece }, null);
        }

        for (var index = 0; index < answer.Calls.Length; index++)
        {
            var call = answer.Calls[index];
            var named = new JsonObject
            {
                ["index"] = index,
                ["id"] = call.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = "" },
            };
            yield return Chunk(id, request.Model, new JsonObject { ["tool_calls"] = new JsonArray(named) }, null);
            foreach (var piece in Pieces(call.Arguments))
            {
                var more = new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } };
                yield return Chunk(id, request.Model, new JsonObject { ["tool_calls"] = new JsonArray(more) }, null);
            }
        }

        yield return Chunk(id, request.Model, [], answer.FinishReason);
    }

    public static async Task WriteEventAsync(HttpResponse response, JsonObject chunk, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(EventStart, cancellation);
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(chunk), cancellation);
        await response.Body.WriteAsync(EventEnd, cancellation);
        await response.Body.FlushAsync(cancellation);
    }

    public static void StartStream(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
    }

    private static async Task StreamAsync(HttpResponse response, ChatRequest request, ChatAnswer answer, JsonObject usage, CancellationToken cancellation)
    {
        StartStream(response);
        foreach (var chunk in Events(request, answer))
        {
            await WriteEventAsync(response, chunk, cancellation);
        }

        if (request.IncludeUsage)
        {
            var last = Chunk(NewId(), request.Model, [], null);
            last["choices"] = new JsonArray();
            last["usage"] = usage;
            await WriteEventAsync(response, last, cancellation);
        }

        await response.Body.WriteAsync(Done, cancellation);
    }

    private static Task WriteJsonAsync(HttpResponse response, JsonObject body, CancellationToken cancellation)
    {
        response.ContentType = "application/json";
        return response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), cancellation).AsTask();
    }

    private static JsonObject Completion(ChatRequest request, ChatAnswer answer, JsonObject usage)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.Text.Length == 0 ? null : answer.Text };
        if (!answer.Calls.IsEmpty)
        {
            message["tool_calls"] = new JsonArray([.. answer.Calls.Select(static call => (JsonNode)new JsonObject
            {
                ["id"] = call.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = call.Arguments },
            })]);
        }

        var choice = new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = answer.FinishReason };
        return new()
        {
            ["id"] = NewId(),
            ["object"] = "chat.completion",
            ["created"] = Now(),
            ["model"] = request.Model,
            ["choices"] = new JsonArray(choice),
            ["usage"] = usage,
        };
    }

    private static JsonObject Chunk(string id, string model, JsonObject delta, string? finish)
    {
        var choice = new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish };
        return new() { ["id"] = id, ["object"] = "chat.completion.chunk", ["created"] = Now(), ["model"] = model, ["choices"] = new JsonArray(choice) };
    }

    /// <summary>Splits text into pieces of about four words, between words.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        const int Words = 4;
        var start = 0;
        var words = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == ' ' && ++words == Words)
            {
                yield return text[start..(at + 1)];
                start = at + 1;
                words = 0;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    /// <summary>Estimates tokens at four bytes each, which is precise enough for limits.</summary>
    private static JsonObject Usage(int requestBytes, ChatAnswer answer)
    {
        var prompt = 1 + (requestBytes / 4);
        var completion = 1 + ((answer.Text.Length + answer.Calls.Sum(static call => call.Arguments.Length)) / 4);
        return new() { ["prompt_tokens"] = prompt, ["completion_tokens"] = completion, ["total_tokens"] = prompt + completion };
    }

    private static string NewId() => $"chatcmpl-{Guid.NewGuid():N}";

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
