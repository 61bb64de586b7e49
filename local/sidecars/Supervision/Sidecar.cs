using System.Collections.Frozen;
using System.ComponentModel;
using System.Diagnostics;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>Supervises one program: starts it, waits until it responds, and restarts it with back-off when it exits.</summary>
internal sealed class Sidecar(SidecarCommand command, SidecarHome home, ProcessRecord record, Action<string> tell)
{
    private const int MaxFailuresAtStart = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private static readonly FrozenSet<string> Passed = FrozenSet.Create("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ");

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunningProcess? _running;

    /// <summary>Completes when the program first responds. Fails if it does not start.</summary>
    public Task Ready => _ready.Task;

    public async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            using var process = Start();
            _running = RunningProcess.Of(command.Name, process);
            record.Add(_running);
            var answered = await AnswersAsync(process, stopping);
            if (answered)
            {
                failures = 0;
                _ready.TrySetResult();
                await WaitForExitAsync(process, stopping);
            }

            if (stopping.IsCancellationRequested)
                break;
            await _running.StopAsync(Patience);
            failures++;
            if (!_ready.Task.IsCompleted && failures == MaxFailuresAtStart)
            {
                _ready.TrySetException(new SidecarsUnavailableException($"{command.Name} does not start; see {home.Log(command.Name)}."));
                return;
            }

            tell($"{command.Name} stopped; starting it again");
            var delay = TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, FirstDelay.Ticks << Math.Min(failures, 10)));
            await Task.Delay(delay, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _running!.StopAsync(Patience);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            WorkingDirectory = command.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (command.RunAs is not null)
            start.UserName = command.RunAs;
        // The app's own settings, such as model keys, must not reach a sidecar.
        foreach (
            var name in start
                .Environment.Keys.Where(static name => !Passed.Contains(name) && !name.StartsWith("ONBEHALF_PROVIDER_", StringComparison.Ordinal))
                .ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)!;
            _ = LogAsync(process);
            return process;
        }
        catch (Win32Exception missing)
        {
            throw new SidecarsUnavailableException($"{command.FileName} cannot be started: {missing.Message}");
        }
    }

    private async Task LogAsync(Process process)
    {
        await using var log = new FileStream(home.Log(command.Name), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
        await Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(log), process.StandardError.BaseStream.CopyToAsync(log))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> AnswersAsync(Process process, CancellationToken stopping)
    {
        var clock = Stopwatch.StartNew();
        while (!process.HasExited && clock.Elapsed < StartLimit && !stopping.IsCancellationRequested)
        {
            if (await command.IsReady(stopping))
                return true;
            await Task.Delay(15, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    private static async Task WaitForExitAsync(Process process, CancellationToken stopping) =>
        await process.WaitForExitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
