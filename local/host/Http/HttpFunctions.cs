using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Onbehalf.Host.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace Onbehalf.Host.Http;

/// <summary>
/// Forwards a request to the worker's HTTP address, alongside the invocation that carries the route values, as the Functions host does.
/// </summary>
internal sealed class HttpFunctions(Invocations invocations, Func<Uri> worker, Func<string?> durableClient, IHttpForwarder forwarder, string? key) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    });

    /// <summary>Without an activity timeout: a response may stream until its invocation ends.</summary>
    private static readonly ForwarderRequestConfig Streaming = new() { ActivityTimeout = Timeout.InfiniteTimeSpan };

    public async Task CallAsync(HttpContext http, WorkerFunction function, RouteValueDictionary route)
    {
        if (function.TriggerBinding.TryGetProperty("authLevel", out var level) && level.GetString() is not "Anonymous" && !HasKey(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var id = Guid.NewGuid().ToString();
        var values = route.Where(static value => value.Value is not null).Select(static value => KeyValuePair.Create(value.Key, value.Value!.ToString()!));
        var invoked = invocations.RunAsync(id, function, new Wire().Message(5, new Wire().Text(1, http.Request.Method)), values, durableClient());
        using var givenUp = new CancellationTokenSource();
        var succeeds = SucceedsAsync(invoked, givenUp);
        await forwarder.SendAsync(http, worker().ToString(), _http, Streaming, new Invocation(id), givenUp.Token);
        if (await succeeds || http.Response.HasStarted)
            return;
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    /// <summary>
    /// Invokes a timer function on request, as the Functions host does for functions without a route. The timer has no schedule status.
    /// </summary>
    public async Task<int> RunByHandAsync(HttpRequest request, string name)
    {
        if (!HasKey(request))
            return StatusCodes.Status401Unauthorized;
        if (invocations.Find(name) is not { Trigger: "timerTrigger" } timer)
            return StatusCodes.Status404NotFound;
        await invocations.RunAsync(timer.Name, new Wire().Text(2, """{"ScheduleStatus":null,"IsPastDue":false}"""), [], durableClient());
        return StatusCodes.Status202Accepted;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Returns whether the invocation succeeded. The worker logs the failure. On a failure without a response, the forwarded request is
    /// cancelled.
    /// </summary>
    private static async Task<bool> SucceedsAsync(Task<WorkerOutcome> invoked, CancellationTokenSource givenUp)
    {
        try
        {
            return (await invoked).Succeeded;
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            await givenUp.CancelAsync();
            return false;
        }
    }

    private bool HasKey(HttpRequest request)
    {
        var given = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return key is { Length: > 0 } && given is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
    }

    private sealed class Invocation(string id) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Add("x-ms-invocation-id", id);
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
        }
    }
}
