using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>
/// An app's lease on the sidecars of a home. Opening it starts the supervisor if none runs. The sidecars run while it is held. If the
/// supervisor is killed, the lease starts another one on the same ports.
/// </summary>
public sealed class SidecarLease : IAsyncDisposable
{
    private const int MaxStarts = 3;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(60);

    private readonly SidecarOptions _options;
    private readonly Action<string> _tell;
    private readonly CancellationTokenSource _closed = new();
    private SupervisorConnection _connection;
    private Task _following = Task.CompletedTask;

    private SidecarLease(SidecarOptions options, SupervisorConnection connection, Action<string> tell)
    {
        _options = options;
        _connection = connection;
        _tell = tell;
    }

    public Endpoints Endpoints => _connection.Endpoints;

    /// <summary>Returns once every sidecar responds.</summary>
    /// <exception cref="SidecarsUnavailableException">They cannot run here; the message says why.</exception>
    public static async Task<SidecarLease> OpenAsync(SidecarOptions options, Action<string> tell, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SidecarsUnavailableException(
                "The local sidecars need Linux or macOS: on Windows the supervisor has no sessions and signals to stop them cleanly. Use WSL 2.");
        }

        var lease = new SidecarLease(options, await ReadyAsync(options, tell, cancellation), tell);
        lease._following = lease.FollowAsync();
        return lease;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _connection.Dispose();
        await _following;
        _closed.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                await _connection.FollowAsync(_tell, _closed.Token);
                if (_closed.IsCancellationRequested)
                    return;
                _connection = await ReadyAsync(_options, _tell, _closed.Token);
            }
            catch (OperationCanceledException) when (_closed.IsCancellationRequested)
            {
                return;
            }
            catch (SidecarsUnavailableException failure)
            {
                _tell(failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(5), _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Connects, and returns once every sidecar responds. A supervisor that ended as this app came is followed by another.</summary>
    private static async Task<SupervisorConnection> ReadyAsync(SidecarOptions options, Action<string> tell, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MaxStarts; tries++)
        {
            var connection = await ConnectAsync(options, cancellation);
            try
            {
                if (await connection.ReadyAsync(tell, cancellation))
                    return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            connection.Dispose();
        }

        throw new SidecarsUnavailableException($"The sidecars' supervisor ends while it starts; see {Log(options)}.");
    }

    private static async Task<SupervisorConnection> ConnectAsync(SidecarOptions options, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Process? supervisor = null;
        try
        {
            while (clock.Elapsed < ConnectLimit)
            {
                if (await SupervisorConnection.TryOpenAsync(options.Home, cancellation) is { } connection)
                    return connection;
                if (supervisor is null or { HasExited: true, ExitCode: 0 })
                    supervisor = Start(options);
                if (supervisor.HasExited && supervisor.ExitCode != 0)
                    break;
                await Task.Delay(10, cancellation);
            }
        }
        finally
        {
            supervisor?.Dispose();
        }

        throw new SidecarsUnavailableException($"The sidecars' supervisor does not start; see {Log(options)}.");
    }

    private static string Log(SidecarOptions options) => Path.Combine(options.Home, "logs", "supervisor.log");

    private static Process Start(SidecarOptions options)
    {
        var process = Process.Start(new ProcessStartInfo(Dotnet(), [Program(), "supervise", .. options.ToArguments()])
        {
            // Uses its own pipes, not the app's. A reader of the app's output must not wait for the sidecars.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Returns the dotnet host of this process if known, because it may not be on PATH.</summary>
    private static string Dotnet() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : Environment.ProcessPath is { } own && Path.GetFileName(own) == "dotnet" ? own
        : "dotnet";

    private static string Program()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "Onbehalf.Sidecars.dll");
        return File.Exists(Path.ChangeExtension(beside, ".runtimeconfig.json"))
            ? beside
            : throw new SidecarsUnavailableException($"{beside} is missing: build the solution first.");
    }
}
