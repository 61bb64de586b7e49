using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.App;

/// <summary>One function for each kind of answer.</summary>
public sealed class Answers(StreamGate gate)
{
    public const string Words = "alice@contoso.example earns 74,000";

    [Function("Throws")]
    public IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException(Words);

    [Function("Named")]
    public IResult Named([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "")] HttpRequest request) => Results.Text("by name");

    [Function("Mvc")]
    public IActionResult Mvc([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new StatusCodeResult(418);

    [Function("Keyed")]
    public IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Text("with key");

    /// <summary>Ends when its own token does.</summary>
    [Function("Endless")]
    public async Task<IResult> Endless([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        return Results.Text("never");
    }

    /// <summary>Heeds no token.</summary>
    [Function("Hung")]
    public async Task<IResult> Hung([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        await gate.Opened.Task;
        return Results.Text("late");
    }

    [Function("Events")]
    public IResult Events([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
        TypedResults.ServerSentEvents(TwoEvents(context, request));

    private async IAsyncEnumerable<SseItem<string>> TwoEvents(FunctionContext context, HttpRequest request)
    {
        yield return new("first");
        using var registration = request.HttpContext.RequestAborted.Register(() => gate.Left.TrySetResult(context.CancellationToken.IsCancellationRequested));
        await gate.Opened.Task.WaitAsync(context.CancellationToken);
        yield return new("second");
    }
}
