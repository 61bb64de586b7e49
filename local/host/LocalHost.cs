using System.Net;
using System.Reflection;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Onbehalf.Demo;
using Onbehalf.Host.Durable;
using Onbehalf.Host.Http;
using Onbehalf.Host.Slack;
using Onbehalf.Host.Timers;
using Onbehalf.Host.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace Onbehalf.Host;

/// <summary>
/// A Functions host for one app on this machine: the worker, an HTTP front end, Microsoft's Durable extension and timers. One process can run
/// several hosts. Disposal stops each part before the parts that it depends on.
/// </summary>
public sealed class LocalHost : IAsyncDisposable
{
    private const string Runtime = "dotnet-isolated";
    private const string HomePage = "Your Functions 4.0 app is up and running";
    private const long LargestBody = 104_857_600;

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LocalSettings _settings;
    private readonly WorkerApp _app;
    private readonly DemoHost? _demo;
    private readonly ILoggerProvider? _log;

    private HostJson _hostJson = null!;
    private IWorker _worker = null!;
    private WorkerChannel _channel = null!;
    private DurableEngine? _durable;

    private LocalHost(LocalSettings settings, WorkerApp app, DemoHost? demo, ILoggerProvider? log)
    {
        _settings = settings;
        _app = app;
        _demo = demo;
        _log = log;
    }

    public Uri Url => _settings.Url;

    /// <summary>The worker's service provider.</summary>
    /// <exception cref="InvalidOperationException">The worker runs in a separate process.</exception>
    public IServiceProvider Services => _worker.Services ?? throw new InvalidOperationException("The worker is a process of its own.");

    /// <summary>A client of the task hub, created as the worker creates one for a <c>durableClient</c> binding.</summary>
    public DurableTaskClient Durable => _durable?.Connect() ?? throw new InvalidOperationException("The app has no orchestrations.");

    /// <summary>Completes with the reason if the worker ends while the host still runs.</summary>
    public Task<Exception> WorkerLost => _channel.Lost;

    /// <summary>
    /// Starts the sidecars with the demo company if <paramref name="withDemo"/> is true, then the app. Returns when the app serves requests.
    /// </summary>
    /// <param name="log">An additional log provider, besides the console.</param>
    public static async Task<LocalHost> StartAsync(
        IReadOnlyDictionary<string, string> settings,
        WorkerApp app,
        bool withDemo = true,
        Action<string>? tell = null,
        ILoggerProvider? log = null,
        CancellationToken cancellation = default)
    {
        var local = new LocalSettings(settings);
        var demo = withDemo ? await DemoHost.StartAsync(local, tell ?? Console.WriteLine, cancellation) : null;
        var host = new LocalHost(local, app, demo, log);
        try
        {
            if (demo is not null)
                host._parts.Push(demo);
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        _settings.Socket.Dispose();
    }

    private async Task StartAsync()
    {
        // A container runtime can set this variable. The extension would then assume Azure and write an event line per poll.
        Environment.SetEnvironmentVariable("CONTAINER_NAME", null);
        var slack = SlackSocketSettings.Of(_settings);
        _hostJson = HostJson.Read(_app.Folder, _settings);
        var hub = HostSlot.Take(Path.Combine(_demo?.Home ?? Path.GetTempPath(), "hosts"), _hostJson.TaskHub);
        _parts.Push(new Held(hub));
        var front = BuildFront();
        var loggers = front.Services.GetRequiredService<ILoggerFactory>();
        _parts.Push(front);
        await StartWorkerAsync(loggers);
        var invocations = new Invocations(_channel, _hostJson.FunctionTimeout, loggers.CreateLogger<Invocations>());
        var schedules = Schedules();
        MapFront(front, invocations);
        // Activities can call the local planner on this server, so it must listen first. Requests to functions wait until the start is complete.
        await front.StartAsync();
        _parts.Push(new Draining(front));
        _parts.Push(invocations);
        if (_channel.Functions.Values.Any(static function => function.Trigger is "orchestrationTrigger"))
            await StartDurableAsync(invocations, loggers, hub.Number);
        if (schedules.Count > 0)
            _parts.Push(
                new TimerLoop(
                    schedules,
                    invocations,
                    () => _durable?.Client,
                    new TableServiceClient(_settings["AzureWebJobsStorage"]),
                    _hostJson.TaskHub,
                    loggers.CreateLogger<TimerLoop>()));
        _ready.SetResult();
        if (slack is not null)
            _parts.Push(new SlackSocket(slack, loggers.CreateLogger<SlackSocket>(), SlackSocket.Pause));
    }

    private async Task StartWorkerAsync(ILoggerFactory loggers)
    {
        var log = new WorkerLog(loggers);
        _parts.Push(log);
        _channel = new(log);
        _parts.Push(_channel);
        var address = await _channel.ListenAsync();
        var settings = new Dictionary<string, string>(_settings.ForWorker()) { ["FUNCTIONS_WORKER_RUNTIME"] = Runtime };
        _worker = _app.Assembly is { } assembly
            ? await InProcessWorker.StartAsync(assembly, address, settings, _channel.Fail)
            : WorkerProcess.Start(_app.Path, address, settings, log, _channel.Fail);
        _parts.Push(_worker);
        await _channel.HandshakeAsync(_app.Folder);
        if (_app.Assembly is not null)
            FunctionRules.CheckTypes(FunctionRules.TypesOf(_app.Assembly), _channel.Functions.Keys);
    }

    private async Task StartDurableAsync(Invocations invocations, ILoggerFactory loggers, int slot)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationBuilder();
        configuration.Sources.Add(new Microsoft.Extensions.Configuration.ChainedConfigurationSource { Configuration = _hostJson.Configuration });
        configuration.Sources.Add(new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData =
            [
                new("FUNCTIONS_WORKER_RUNTIME", Runtime),
                // The extension composes its worker id, the owner of partition leases, from these two settings.
                new("WEBSITE_CURRENT_STAMPNAME", Environment.MachineName),
                new("RoleInstanceId", $"host-{slot}"),
            ],
        });
        _durable = new(invocations, configuration.Build(), loggers, Url);
        _parts.Push(_durable);
        await _durable.StartAsync();
    }

    private WebApplication BuildFront()
    {
        var web = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        web.Logging.AddSimpleConsole(static console => console.SingleLine = true);
        web.Logging.AddFilter("Yarp", LogLevel.Warning).AddFilter("Host.Startup", LogLevel.Warning)
            // Hides the warning, at every start, that the worker's own address is overridden.
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        if (_log is not null)
            web.Logging.AddProvider(_log);
        foreach (var (category, level) in _hostJson.LogLevels)
            web.Logging.AddFilter(category == "default" ? null : category, level);
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, _settings.Port);
        });
        web.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => _settings.Socket);
        web.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = Drain);
        web.Services.AddRouting();
        web.Services.AddHttpForwarder();
        return web.Build();
    }

    private void MapFront(WebApplication front, Invocations invocations)
    {
        var http = new HttpFunctions(
            invocations, () => _channel.HttpAddress!, () => _durable?.Client, front.Services.GetRequiredService<IHttpForwarder>(), _settings["FUNCTIONS_KEY"]);
        _parts.Push(new Held(http));
        var routes = new FunctionRoutes(invocations.Functions, _hostJson.RoutePrefix, front.Services, http.CallAsync);
        var hasHomePage = !string.Equals(_settings["AzureWebJobsDisableHomepage"], "true", StringComparison.OrdinalIgnoreCase);
        _demo?.Map(front, () => _worker.Services);
        front.MapPost(
            "/admin/functions/{name}",
            async (HttpContext context, string name) => context.Response.StatusCode = await http.RunByHandAsync(context.Request, name));
        front.MapFallback(
            "{*path}",
            (RequestDelegate)(
                async context =>
                {
                    await _ready.Task;
                    if (context.Request.Path.StartsWithSegments("/admin") || context.Request.Path.StartsWithSegments("/runtime"))
                        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    else if (hasHomePage && context.Request.Path == "/")
                        await context.Response.WriteAsync(HomePage);
                    else if (!await routes.TryAsync(context))
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                }));
    }

    private Dictionary<string, TimerSchedule> Schedules() => _channel.Functions.Values
        .Where(static function => function.Trigger == "timerTrigger")
            .ToDictionary(
                static function => function.Name,
                function => TimerSchedule.Parse(function.Name, HostJson.Expand(function.TriggerBinding.GetProperty("schedule").GetString()!, _settings)));

    private sealed class Held(IDisposable held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Draining(WebApplication front) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await front.StopAsync();
    }
}
