using System.Buffers.Binary;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Host.Worker;

/// <summary>The gRPC method <c>FunctionRpc.EventStream</c>: one bidirectional stream of length-prefixed messages with one worker.</summary>
internal sealed class WorkerStream(Action<ReadOnlyMemory<byte>> receive, Action lost) : IAsyncDisposable
{
    private const string Method = "/AzureFunctionsRpcMessages.FunctionRpc/EventStream";
    private const int HeadSize = 5;

    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private WebApplication? _server;

    public async Task<Uri> ListenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        _server = builder.Build();
        _server.MapPost(Method, RunAsync);
        await _server.StartAsync();
        return new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public void Send(byte[] message) => _outgoing.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private async Task RunAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.StartAsync();
        await http.Response.Body.FlushAsync();
        try
        {
            var sending = SendAllAsync(http);
            await ReceiveAllAsync(http.Request.Body);
            _outgoing.Writer.TryComplete();
            await sending;
            http.Response.AppendTrailer("grpc-status", "0");
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ConnectionAbortedException or ConnectionResetException)
        {
            _outgoing.Writer.TryComplete();
        }
        finally
        {
            lost();
        }
    }

    private async Task ReceiveAllAsync(Stream body)
    {
        var head = new byte[HeadSize];
        while (await body.ReadAtLeastAsync(head, HeadSize, throwOnEndOfStream: false) == HeadSize)
        {
            var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
            await body.ReadExactlyAsync(message);
            receive(message);
        }
    }

    private async Task SendAllAsync(HttpContext http)
    {
        var head = new byte[HeadSize];
        while (await _outgoing.Reader.WaitToReadAsync(http.RequestAborted))
        {
            while (_outgoing.Reader.TryRead(out var message))
            {
                BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), message.Length);
                await http.Response.Body.WriteAsync(head, http.RequestAborted);
                await http.Response.Body.WriteAsync(message, http.RequestAborted);
            }

            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
