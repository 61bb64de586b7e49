using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Onbehalf.Host.Worker;

/// <summary>
/// A worker that runs in this process through its own entry point. Settings are passed as command-line arguments of that entry point, so that
/// several apps in one process do not share them.
/// </summary>
internal sealed class InProcessWorker : IWorker
{
    private static readonly AsyncLocal<Launch?> Starting = new();

    /// <summary>Serializes starts, because the worker reads the process-wide entry assembly while it starts.</summary>
    private static readonly SemaphoreSlim Turns = new(1, 1);

    private readonly IHost _host;
    private readonly Task _main;

    static InProcessWorker() => DiagnosticListener.AllListeners.Subscribe(new HostObserver());

    private InProcessWorker(IHost host, Task main)
    {
        _host = host;
        _main = main;
    }

    public IServiceProvider Services => _host.Services;

    /// <param name="host">The address of the host's gRPC stream.</param>
    /// <param name="ended">Called with the reason when the entry point returns or throws.</param>
    public static async Task<InProcessWorker> StartAsync(Assembly app, Uri host, IReadOnlyDictionary<string, string> settings, Action<Exception> ended)
    {
        var launch = new Launch();
        string[] args =
        [
            .. Address(host),
            .. settings.Select(static setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}"),
        ];
        await Turns.WaitAsync();
        try
        {
            Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", Path.GetDirectoryName(app.Location));
            Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_DIRECTORY", Path.GetDirectoryName(app.Location));
            Assembly.SetEntryAssembly(app);
            using var hidden = new HiddenVariables(settings.Keys);
            var main = Task.Factory.StartNew(() => Run(app, args, launch), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.WhenAny(launch.Built.Task, main);
            if (!launch.Built.Task.IsCompleted)
                await main;
            _ = main.ContinueWith(
                done => ended(done.Exception?.GetBaseException() ?? new InvalidOperationException("The worker's entry point returned.")),
                TaskScheduler.Default);
            return new(await launch.Built.Task, main);
        }
        finally
        {
            Turns.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Task.WhenAny(_main);
    }

    private static void Run(Assembly app, string[] args, Launch launch)
    {
        Starting.Value = launch;
        var entry = app.EntryPoint ?? throw new InvalidOperationException($"{app.GetName().Name} has no entry point.");
        entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null);
    }

    /// <summary>Both argument forms: the worker's bootstrap also reads the long names from the command line.</summary>
    private static IEnumerable<string> Address(Uri host) =>
        [
            "--functions-uri",
            host.ToString(),
            "--functions-worker-id",
            "worker",
            "--functions-request-id",
            "request",
            "--functions-grpc-max-message-length",
            "2147483647",
            "--Functions:Worker:HostEndpoint",
            host.ToString(),
            "--Functions:Worker:WorkerId",
            "worker",
            "--Functions:Worker:RequestId",
            "request",
            "--Functions:Worker:GrpcMaxMessageLength",
            "2147483647",
        ];

    /// <summary>
    /// Hides environment variables that a setting overrides, until the worker has read its configuration. The worker prefers the environment to
    /// its command line.
    /// </summary>
    private sealed class HiddenVariables : IDisposable
    {
        private readonly List<(string Name, string? Value)> _hidden;

        public HiddenVariables(IEnumerable<string> names)
        {
            _hidden = [.. names.Select(static name => (name, Environment.GetEnvironmentVariable(name))).Where(static variable => variable.Item2 is not null)];
            _hidden.ForEach(static variable => Environment.SetEnvironmentVariable(variable.Name, null));
        }

        public void Dispose() => _hidden.ForEach(static variable => Environment.SetEnvironmentVariable(variable.Name, variable.Value));
    }

    private sealed class Launch
    {
        public Socket Socket { get; } = Bound();

        public TaskCompletionSource<IHost> Built { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Port => ((IPEndPoint)Socket.LocalEndPoint!).Port;

        private static Socket Bound()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return socket;
        }
    }

    /// <summary>
    /// Observes every generic host that is built on the execution context of a start, and configures the worker's socket and address.
    /// </summary>
    private sealed class HostObserver : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (Starting.Value is not { } launch)
                return;
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
                builder.ConfigureServices(services => Configure(services, launch));
            else if (value is { Key: "HostBuilt", Value: IHost host })
                launch.Built.TrySetResult(host);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        private static void Configure(IServiceCollection services, Launch launch)
        {
            services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Listen(IPAddress.Loopback, launch.Port));
            services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => launch.Socket);
            services.PostConfigure<WorkerOptions>(worker => worker.Capabilities["HttpUri"] = $"http://127.0.0.1:{launch.Port}");
            // The host stops the worker; process signals do not.
            services.AddSingleton<IHostLifetime, NoSignals>();
        }
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
