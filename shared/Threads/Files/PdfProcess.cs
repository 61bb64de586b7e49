using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Onbehalf.Threads.Files;

/// <summary>
/// Reads the text of a PDF in a separate process. The program is in this assembly's folder; its configuration limits its memory. It gets the
/// document on standard input. Its environment is empty, so it has no settings and no secrets. This class limits its time and its output.
/// </summary>
internal static class PdfProcess
{
    private const string Program = "Onbehalf.PdfText.dll";
    private const int MostBytes = (FileTexts.MostCharacters + 1024) * 4;

    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns null if a process can be started here; otherwise the reason.</summary>
    public static async Task<string?> TroubleAsync(CancellationToken cancellation) =>
        await RunAsync(Start(), Time, ReadOnlyMemory<byte>.Empty, cancellation) switch
        {
            Outcome.NotStarted(var reason) => reason,
            Outcome.Ended => "its process ends before it has read anything",
            Outcome.Done => null,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    public static Task<FileText> ReadAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation) => ReadAsync(Start(), Time, content, cancellation);

    /// <param name="start">Null if no process can be started.</param>
    internal static async Task<FileText> ReadAsync(ProcessStartInfo? start, TimeSpan time, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        await RunAsync(start, time, content, cancellation) switch
        {
            Outcome.NotStarted => FileText.NotHere,
            Outcome.Ended => FileText.TooComplex,
            Outcome.Done({ Length: > 0 } text) => new FileText.Found(text),
            Outcome.Done => FileText.Empty,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    /// <summary>Uses the <c>dotnet</c> program of this process's runtime, because a host may not have it in its path.</summary>
    internal static ProcessStartInfo? Start()
    {
        var dotnet = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var folder = Path.GetDirectoryName(typeof(PdfProcess).Assembly.Location)!;
        if (!File.Exists(dotnet) || !File.Exists(Path.Combine(folder, Program)))
            return null;
        var start = new ProcessStartInfo(dotnet, [Path.Combine(folder, Program)])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        var systemRoot = Environment.GetEnvironmentVariable("SystemRoot");
        start.Environment.Clear();
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // Windows needs this variable to locate its system libraries.
        if (systemRoot is not null)
            start.Environment["SystemRoot"] = systemRoot;
        return start;
    }

    private static async Task<Outcome> RunAsync(ProcessStartInfo? start, TimeSpan time, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (start is null)
            return new Outcome.NotStarted("the dotnet program is not beside its runtime");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException or PlatformNotSupportedException or IOException)
        {
            return new Outcome.NotStarted($"the platform refuses to start a process ({refused.GetType().Name})");
        }

        try
        {
            return await ExchangeAsync(process, content, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Outcome.Ended();
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task<Outcome> ExchangeAsync(Process process, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var written = WriteAsync(process, content, cancellation);
        // Discarded, because a crash of the runtime prints the whole stack.
        var complaints = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellation);
        var text = await ReadAsync(process.StandardOutput.BaseStream, cancellation);
        if (text is null)
            return new Outcome.Ended();
        await Task.WhenAll(written, complaints, process.WaitForExitAsync(cancellation));
        return process.ExitCode == 0 ? new Outcome.Done(text) : new Outcome.Ended();
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            await input.WriteAsync(content, cancellation);
        }
        catch (IOException)
        {
            // The process has exited. Its exit code is checked later.
        }
    }

    /// <summary>Returns null for output beyond the limit.</summary>
    private static async Task<string?> ReadAsync(Stream output, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes + 1);
        try
        {
            var length = await output.ReadAtLeastAsync(buffer.AsMemory(0, MostBytes + 1), MostBytes + 1, throwOnEndOfStream: false, cancellation);
            return length > MostBytes ? null : Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private abstract record Outcome
    {
        private Outcome()
        {
        }

        /// <param name="Reason">Contains no path, because the health report is public.</param>
        public sealed record NotStarted(string Reason) : Outcome;

        /// <summary>The process crashed or exceeded a limit.</summary>
        public sealed record Ended : Outcome;

        public sealed record Done(string Text) : Outcome;
    }
}
