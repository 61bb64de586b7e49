using System.Diagnostics;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Packages;

/// <summary>The Node and npm installation of this machine.</summary>
internal static class Node
{
    private const int OldestMajor = 20;

    private const string Advice = "Install Node.js 20 or newer (https://nodejs.org) and start again.";

    public static async Task RequireAsync(CancellationToken cancellation)
    {
        var version = await AskAsync("node", ["--version"], cancellation)
            ?? throw new SidecarsUnavailableException($"Node.js was not found on PATH. {Advice}");
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < OldestMajor)
            throw new SidecarsUnavailableException($"Node.js {version} is too old. {Advice}");
        if (await AskAsync("npm", ["--version"], cancellation) is null)
            throw new SidecarsUnavailableException($"npm was not found on PATH. It comes with Node.js. {Advice}");
    }

    /// <summary>Runs npm in a folder. Returns its output if it failed, else null.</summary>
    public static async Task<string?> NpmAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var (code, said) = await RunAsync("npm", arguments, folder, cancellation);
        return code == 0 ? null : said;
    }

    private static async Task<string?> AskAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        try
        {
            var (code, said) = await RunAsync(program, arguments, Path.GetTempPath(), cancellation);
            return code == 0 ? said.Trim().Split('\n')[^1] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
