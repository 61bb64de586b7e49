using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.RealWorker;

/// <summary>
/// The host's side of the protocol between the Functions host and an isolated worker, enough to start the worker built against the real
/// packages, read its functions and invoke them. HTTP goes to the worker's own address, as the host forwards it.
/// </summary>
internal sealed class MiniHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<byte[]> _toWorker = Channel.CreateUnbounded<byte[]>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ReadOnlyMemory<byte>>> _waiting = new();
    private readonly StringBuilder _output = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private WebApplication? _server;
    private Process? _worker;
    private Uri? _workerHttp;

    /// <summary>The app as it is deployed, built for debugging.</summary>
    public static string Worker { get; } = Path.Combine(Clone.Root, "artifacts", "Azure", "bin", "Onbehalf.Functions", "debug", "Onbehalf.Functions.dll");

    public IReadOnlyDictionary<string, WorkerFunction> Functions { get; private set; } = new Dictionary<string, WorkerFunction>();

    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static async Task<MiniHost> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var host = new MiniHost();
        await host.ListenAsync();
        var started = host.ExpectAsync(WorkerMessage.Started);
        host.StartWorker(settings);
        await started;
        await host.InitializeAsync();
        return host;
    }

    /// <summary>One request as the host forwards it: to the worker's address, beside the invocation that carries the route's values.</summary>
    public async Task<HttpResponseMessage> SendAsync(string function, HttpRequestMessage request, IReadOnlyDictionary<string, string>? route = null)
    {
        var (answer, invoked) = await OpenAsync(function, request, route, HttpCompletionOption.ResponseContentRead);
        await invoked;
        return answer;
    }

    /// <summary>The same for an answer that streams: it is there with its headers, and the invocation ends when the stream does.</summary>
    public async Task<(HttpResponseMessage Answer, Task<WorkerOutcome> Invoked)> OpenAsync(
        string function, HttpRequestMessage request, IReadOnlyDictionary<string, string>? route, HttpCompletionOption completion = HttpCompletionOption.ResponseHeadersRead)
    {
        var id = Guid.NewGuid().ToString();
        request.RequestUri = new Uri(_workerHttp!, request.RequestUri!);
        request.Headers.Add("x-ms-invocation-id", id);
        var binding = Functions[function].TriggerBinding.GetProperty("name").GetString()!;
        var invoked = InvokeAsync(id, function, binding, new Wire().Message(5, new Wire().Text(1, request.Method.Method)), route);
        return (await _http.SendAsync(request, completion).WaitAsync(Patience), invoked);
    }

    /// <summary>One invocation that is not HTTP: the trigger's input as the host sends it, a text or JSON.</summary>
    public Task<WorkerOutcome> InvokeAsync(string function, string input, bool json) =>
        InvokeAsync(Guid.NewGuid().ToString(), function, Functions[function].TriggerBinding.GetProperty("name").GetString()!, new Wire().Text(json ? 2 : 1, input), null);

    public async ValueTask DisposeAsync()
    {
        if (_worker is { HasExited: false })
            _worker.Kill(entireProcessTree: true);
        _worker?.Dispose();
        _toWorker.Writer.TryComplete();
        _http.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private async Task<WorkerOutcome> InvokeAsync(string id, string function, string binding, Wire input, IReadOnlyDictionary<string, string>? metadata)
    {
        var known = Functions[function];
        var invocation = new Wire().Text(1, id).Text(2, known.Id).Message(3, new Wire().Text(1, binding).Message(2, input))
            .Message(5, new Wire().Text(1, $"00-{Guid.NewGuid():N}-{Guid.NewGuid().ToString("N")[..16]}-01"));
        foreach (var client in known.Bindings.Where(static binding => binding.GetProperty("type").GetString() == "durableClient"))
            invocation.Message(3, new Wire().Text(1, client.GetProperty("name").GetString()!).Message(2, new Wire().Text(1, DurableClient())));
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
            invocation.Message(4, new Wire().Text(1, name).Message(2, new Wire().Text(1, value)));
        var answer = ExpectAsync(WorkerMessage.Invoked, id);
        Send(WorkerMessage.Invoke, invocation);
        return WorkerOutcome.Read(await answer);
    }

    /// <summary>What the Durable extension tells a client binding. Nothing listens there: functions that start something need the real host.</summary>
    private static string DurableClient() =>
        """{"rpcBaseUrl":"http://127.0.0.1:9/","taskHubName":"onbehalf","connectionName":"Storage","requiredQueryStringParameters":"","httpBaseUrl":"http://127.0.0.1:9/","maxGrpcMessageSizeInBytes":4194304}""";

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapPost("/AzureFunctionsRpcMessages.FunctionRpc/EventStream", StreamAsync);
        await _server.StartAsync();
    }

    private void StartWorker(IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri(_server!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var folder = Path.GetDirectoryName(Worker)!;
        var start = new ProcessStartInfo("dotnet", [Worker, "--functions-uri", address.ToString(), "--functions-worker-id", "worker", "--functions-request-id", "request", "--functions-grpc-max-message-length", "2147483647"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = folder;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _worker = new Process { StartInfo = start, EnableRaisingEvents = true };
        _worker.OutputDataReceived += (_, line) => Note(line.Data);
        _worker.ErrorDataReceived += (_, line) => Note(line.Data);
        _worker.Exited += (_, _) => Fail(new InvalidOperationException($"The worker ended: {Output}"));
        _worker.Start();
        _worker.BeginOutputReadLine();
        _worker.BeginErrorReadLine();
    }

    private async Task InitializeAsync()
    {
        var initialized = ExpectAsync(WorkerMessage.Initialized);
        Send(WorkerMessage.Initialize, new Wire().Text(1, "4.0.0").Text(5, Path.GetDirectoryName(Worker)!));
        var answer = Wire.Read(await initialized);
        Capabilities = answer[2].Select(static entry => Wire.Read(entry)).ToDictionary(static entry => Wire.TextOf(entry[1].Single()), static entry => Wire.TextOf(entry[2].FirstOrDefault()));
        _workerHttp = Capabilities.TryGetValue("HttpUri", out var uri) ? new Uri(uri) : null;

        var functions = ExpectAsync(WorkerMessage.Functions);
        Send(WorkerMessage.AskFunctions, new Wire().Text(1, Path.GetDirectoryName(Worker)!));
        Functions = Wire.Read(await functions)[1].Select(WorkerFunction.Read).ToDictionary(static function => function.Name);
        foreach (var function in Functions.Values)
        {
            var loaded = ExpectAsync(WorkerMessage.Loaded, function.Id);
            Send(WorkerMessage.Load, new Wire().Text(1, function.Id).Message(2, function.Metadata()));
            var result = Wire.Read(Wire.Read(await loaded)[2].Single());
            if (result[4].Select(Wire.NumberOf).FirstOrDefault() != 1)
                throw new InvalidOperationException($"{function.Name} could not be loaded: {Output}");
        }
    }

    private async Task StreamAsync(HttpContext http)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        await http.Response.StartAsync();
        await http.Response.Body.FlushAsync();
        var sending = SendAllAsync(http);
        var head = new byte[5];
        while (await http.Request.Body.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false) == 5)
        {
            var message = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
            await http.Request.Body.ReadExactlyAsync(message);
            Receive(message);
        }

        _toWorker.Writer.TryComplete();
        await sending;
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task SendAllAsync(HttpContext http)
    {
        await foreach (var message in _toWorker.Reader.ReadAllAsync(http.RequestAborted))
        {
            var head = new byte[5];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), message.Length);
            await http.Response.Body.WriteAsync(head, http.RequestAborted);
            await http.Response.Body.WriteAsync(message, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private void Receive(ReadOnlyMemory<byte> message)
    {
        foreach (var member in Wire.Read(message).Where(static member => member.Key != 1))
        {
            var kind = (WorkerMessage)member.Key;
            var value = member.Single();
            if (kind == WorkerMessage.Log)
                Note(Wire.Read(value)[4].Select(Wire.TextOf).FirstOrDefault());
            var about = kind is WorkerMessage.Invoked or WorkerMessage.Loaded ? Wire.TextOf(Wire.Read(value)[1].Single()) : "";
            if (_waiting.TryRemove($"{kind} {about}", out var waiting))
                waiting.TrySetResult(value);
        }
    }

    private Task<ReadOnlyMemory<byte>> ExpectAsync(WorkerMessage kind, string about = "") =>
        _waiting.GetOrAdd($"{kind} {about}", static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(Patience);

    private void Send(WorkerMessage kind, Wire value) => _toWorker.Writer.TryWrite(new Wire().Text(1, "request").Message((int)kind, value).ToArray());

    private void Fail(Exception failure)
    {
        foreach (var waiting in _waiting.Values)
            waiting.TrySetException(failure);
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
