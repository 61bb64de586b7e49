using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Onbehalf.Demo.Planner;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Tests.Fixtures.PuppetModel;

/// <summary>
/// A model server that does what a test tells it: <c>puppet.When("average salary").Reply(PuppetLine.Call("query_data", new { … }), PuppetLine.Say("done"))</c>.
/// The newest script that matches and has a line left speaks; without one it says "I have no line for this.". Every request is kept, in order.
/// </summary>
internal sealed class Puppet : IAsyncDisposable
{
    public const string ApiKey = "puppet-key";

    private readonly Lock _door = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly WebApplication _app;
    private ImmutableList<PuppetScript> _scripts = [];
    private ImmutableList<PuppetRequest> _requests = [];

    private Puppet(WebApplication app) => _app = app;

    /// <summary>For <c>OPENAI_BASE_URL</c>.</summary>
    public string BaseUrl => $"{_app.Urls.First()}/v1";

    /// <summary>For <c>AZURE_OPENAI_ENDPOINT</c>.</summary>
    public string AzureUrl => $"{_app.Urls.First()}/";

    public ImmutableList<PuppetRequest> Requests => _requests;

    public static async Task<Puppet> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var puppet = new Puppet(builder.Build());
        puppet._app.MapPost("/v1/chat/completions", puppet.AnswerAsync);
        puppet._app.MapPost("/openai/deployments/{deployment}/chat/completions", puppet.AnswerAsync);
        await puppet._app.StartAsync();
        return puppet;
    }

    /// <summary>For the requests whose last typed message has <paramref name="question"/> in it.</summary>
    public PuppetScript When(string question) => When(request => request.LastUserText.Contains(question, StringComparison.OrdinalIgnoreCase));

    public PuppetScript When(Func<PuppetRequest, bool> matches)
    {
        var script = new PuppetScript(matches);
        lock (_door)
        {
            _scripts = _scripts.Insert(0, script);
        }

        return script;
    }

    public void Forget()
    {
        lock (_door)
        {
            _scripts = [];
            _requests = [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (ChatRequest.Parse(body.ToArray()) is not { } chat)
        {
            await ChatWire.WriteErrorAsync(context.Response, StatusCodes.Status400BadRequest, "invalid_request_error", "not a chat request", context.RequestAborted);
            return;
        }

        var request = new PuppetRequest(body.ToArray(), chat)
        {
            Address = context.Request.Path + context.Request.QueryString,
            Authorization = context.Request.Headers.Authorization.ToString(),
        };
        var isCheck = request.Tools.Contains("check_word");
        // A script may take its time: the test sees the request before that.
        if (!isCheck)
            Add(request);
        var line = _scripts.Select(script => script.Next(request)).OfType<PuppetLine>().FirstOrDefault();
        if (isCheck && line is null)
        {
            // The app's own check of its model is in no test's way.
            await ChatWire.WriteAsync(context.Response, chat, NextStep.For(chat, default), body.ToArray().Length, context.RequestAborted);
            return;
        }

        if (isCheck)
            Add(request);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        try
        {
            await PlayAsync(context, request, line ?? PuppetLine.Say("I have no line for this."), ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private void Add(PuppetRequest request)
    {
        lock (_door)
        {
            _requests = _requests.Add(request);
        }
    }

    private static async Task PlayAsync(HttpContext context, PuppetRequest request, PuppetLine line, CancellationToken cancellation)
    {
        switch (line)
        {
            case PuppetLine.Answer answer:
                await ChatWire.WriteAsync(context.Response, request.Chat, answer.Given, request.Bytes.Length, cancellation);
                break;
            case PuppetLine.Repeat:
                await ChatWire.WriteAsync(context.Response, request.Chat, new(request.Text, []), request.Bytes.Length, cancellation);
                break;
            case PuppetLine.Failure failure:
                context.Response.StatusCode = failure.Status;
                context.Response.ContentType = "application/json";
                context.Response.Headers.RetryAfter = failure.RetryAfterSeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await context.Response.WriteAsync(failure.Body, cancellation);
                break;
            case PuppetLine.Silence:
                await Task.Delay(Timeout.Infinite, cancellation);
                break;
            case PuppetLine.Noise noise:
                context.Response.ContentType = noise.ContentType;
                await context.Response.Body.WriteAsync(noise.Bytes, cancellation);
                break;
            case PuppetLine.Torn torn:
                await TearAsync(context, request, torn.Text, cancellation);
                break;
            case PuppetLine.Late late:
                await Task.Delay(late.Delay, cancellation);
                await PlayAsync(context, request, late.Then, cancellation);
                break;
        }
    }

    private static async Task TearAsync(HttpContext context, PuppetRequest request, string text, CancellationToken cancellation)
    {
        ChatWire.StartStream(context.Response);
        foreach (var chunk in ChatWire.Events(request.Chat, new(text, [])).SkipLast(1))
        {
            await ChatWire.WriteEventAsync(context.Response, chunk, cancellation);
        }

        await context.Response.Body.WriteAsync("data: {\"id\":\"chatcm"u8.ToArray(), cancellation);
        await context.Response.Body.FlushAsync(cancellation);

        // A reset can overtake sent data. Without headers, the client would retry instead of noticing the interruption.
        await Task.Delay(100, cancellation);
        context.Abort();
    }
}
