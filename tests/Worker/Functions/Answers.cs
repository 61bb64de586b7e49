using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Worker.Functions;

/// <summary>One function for each thing a function may answer.</summary>
public sealed class Answers(StreamGate gate)
{
    [Function("Throws")]
    public IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException("secret");

    [Function("Named")]
    public string Named([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "")] HttpRequest request) => "by name";

    [Function("Record")]
    public Task<Colour> Record([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.FromResult(new Colour("Red"));

    [Function("Mvc")]
    public IActionResult Mvc([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new StatusCodeResult(418);

    [Function("Nothing")]
    public Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.CompletedTask;

    [Function("Keyed")]
    public string Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => "with key";

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

    public sealed record Colour(string ColourName);
}
