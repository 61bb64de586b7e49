using System.Diagnostics;
using System.Runtime.InteropServices;
using Onbehalf.Sidecars.Postgres;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>Runs the sidecars of one home from the first app's start until the last app has been gone for a while.</summary>
internal sealed class Supervisor(SidecarOptions options) : IDisposable
{
    private readonly Progress _progress = new();
    private readonly CancellationTokenSource _stopping = new();

    public async Task<int> RunAsync()
    {
        Posix.LeaveSession();
        var home = new SidecarHome(options.Home);
        await using var held = await HomeLock.TakeAsync(home);
        if (held is null)
            return 0;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var record = new ProcessRecord(home);
        await record.StopOrphansAsync();
        using (var self = Process.GetCurrentProcess())
            record.Add(RunningProcess.Of("supervisor", self));
        var secrets = Secrets.Of(home);
        var ports = Ports.Choose(PrivateFile.Read<Ports>(home.PortsFile));
        PrivateFile.WriteJson(home.PortsFile, ports);

        using (var control = new ControlSocket(ports.Supervisor, secrets.Control, _progress, options.Linger, _stopping.Cancel))
        {
            control.Open();
            await ServeAsync(new SidecarSet(options, home, ports, secrets, record, _progress));
        }

        if (options.RemoveHome)
        {
            new PostgresFolder(home).Remove();
            Directory.Delete(home.Folder, recursive: true);
        }

        return 0;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task ServeAsync(SidecarSet set)
    {
        try
        {
            await set.RunAsync(_progress.Ready, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The last app disconnected before everything was ready.
        }
        catch (SidecarsUnavailableException failure)
        {
            _progress.Failed(failure.Message);
            // Gives waiting apps time to read the message.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stopping.Cancel();
    }
}
