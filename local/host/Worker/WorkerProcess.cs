using System.Diagnostics;

namespace Onbehalf.Host.Worker;

/// <summary>
/// A worker in a separate process, from its published folder. The worker monitors only its gRPC stream. A shell parent therefore reads a pipe
/// from the host, and ends the worker when the host ends for any reason.
/// </summary>
internal sealed class WorkerProcess : IWorker
{
    // A shell gives a background process an empty standard input, so the pipe is passed as descriptor 3. `cat` returns when the host's end is
    // closed.
    private const string Guard =
        "exec 3<&0; \"$@\" 3<&- </dev/null & worker=$!; (cat <&3; kill -TERM $worker; sleep 3; kill -KILL $worker) >/dev/null 2>&1 & exec 3<&-; wait $worker";

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public IServiceProvider? Services => null;

    public static WorkerProcess Start(string assembly, Uri host, IReadOnlyDictionary<string, string> settings, WorkerLog log, Action<Exception> ended)
    {
        var folder = Path.GetDirectoryName(assembly)!;
        var start = new ProcessStartInfo("/bin/sh",
            [
                "-c",
                Guard,
                "worker",
                "dotnet",
                assembly,
                "--functions-uri",
                host.ToString(),
                "--functions-worker-id",
                "worker",
                "--functions-request-id",
                "request",
                "--functions-grpc-max-message-length",
                "2147483647",
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = folder;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => ended(new InvalidOperationException($"The worker's process ended with code {process.ExitCode}."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);

        void Note(string? line)
        {
            if (line is not null)
                log.Write(new("Worker", Microsoft.Extensions.Logging.LogLevel.Information, line));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
