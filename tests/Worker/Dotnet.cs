using System.Diagnostics;

namespace Onbehalf.Tests.Worker;

internal static class Dotnet
{
    public static async Task<string> RunAsync(string folder, string arguments, int expectedExit = 0)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The build that runs these tests leaves settings behind that would steer the one under test.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == expectedExit, $"dotnet {arguments} ended with {process.ExitCode}:\n{output}\n{await errors}");
        return output;
    }
}
