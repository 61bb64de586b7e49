using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Onbehalf.Tests.Push;

/// <summary>A push service on loopback that stores the messages it receives.</summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PushService(WebApplication app) => _app = app;

    public ConcurrentQueue<SentPush> Requests { get; } = [];

    public int Status { get; set; } = StatusCodes.Status201Created;

    /// <summary>It answers and then never stops to speak.</summary>
    public bool IsEndless { get; set; }

    public string Origin => _app.Urls.Single();

    public string Address(string name) => $"{Origin}/{name}";

    public static async Task<PushService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new PushService(builder.Build());
        service._app.MapPost("/{name}", service.TakeAsync);
        await service._app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        string Header(string name) => http.Request.Headers[name].ToString();
        Requests.Enqueue(new(http.Request.Path, Header("Topic"), Header("TTL"), Header("Authorization"), Header("Content-Encoding"), body.ToArray()));
        http.Response.StatusCode = Status;
        var words = new byte[1_024];
        while (IsEndless && !http.RequestAborted.IsCancellationRequested)
            await http.Response.Body.WriteAsync(words, http.RequestAborted);
    }
}

internal sealed record SentPush(string Path, string Topic, string Ttl, string Authorization, string Encoding, byte[] Body);
