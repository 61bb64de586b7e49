using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner;

/// <summary>
/// The demo's model: a fixed grammar behind the OpenAI chat completions protocol (docs/demo-planner.md). It knows the request it is
/// sent and the date, nothing else; it has no data of its own and remembers nothing.
/// </summary>
public static class DemoPlanner
{
    public const string Path = "/local/model/v1/chat/completions";

    private const int MostBytes = 4 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints, string apiKey, TimeProvider? clock = null)
    {
        var expected = Encoding.UTF8.GetBytes($"Bearer {apiKey}");
        var time = clock ?? TimeProvider.System;
        endpoints.MapPost(Path, context => AnswerAsync(context, expected, time));
    }

    private static async Task AnswerAsync(HttpContext context, byte[] expected, TimeProvider clock)
    {
        var cancellation = context.RequestAborted;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), expected))
        {
            await ChatWire.WriteErrorAsync(
                context.Response, StatusCodes.Status401Unauthorized, "invalid_api_key", "The key of the demo planner is wrong.", cancellation);
            return;
        }

        if (context.Request.ContentLength > MostBytes)
        {
            await ChatWire.WriteErrorAsync(
                context.Response,
                StatusCodes.Status400BadRequest,
                "context_length_exceeded",
                "The conversation is too long for the demo planner.",
                cancellation);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellation);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (ChatRequest.Parse(bytes.Span) is not { } request)
        {
            await ChatWire.WriteErrorAsync(
                context.Response, StatusCodes.Status400BadRequest, "invalid_request_error", "The body is not a chat completions request.", cancellation);
            return;
        }

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await ChatWire.WriteAsync(context.Response, request, NextStep.For(request, today), bytes.Length, cancellation);
    }
}
