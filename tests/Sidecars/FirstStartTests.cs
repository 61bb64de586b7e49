using System.Diagnostics;
using System.Runtime.Versioning;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Tests.Sidecars;

/// <summary>The messages for a machine with missing prerequisites.</summary>
public sealed class FirstStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onbehalf-first-").FullName;

    [Fact]
    public async Task Without_node_the_message_says_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<SidecarsUnavailableException>(() => StartAsync(path: _folder));

        Assert.Contains("Node.js was not found on PATH", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task With_an_old_node_the_message_names_its_version()
    {
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bin, "node"), "#!/bin/sh\necho v18.19.0\n");
        File.SetUnixFileMode(Path.Combine(bin, "node"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var failure = await Assert.ThrowsAsync<SidecarsUnavailableException>(() => StartAsync(path: bin));

        Assert.Contains("v18.19.0 is too old", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task StartAsync(string path)
    {
        var home = Path.Combine(_folder, "home");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "Onbehalf.Sidecars.dll"), "supervise", "--home", home, "--linger", "1000"]);
        start.Environment["PATH"] = path;
        using var supervisor = Process.Start(start)!;
        SupervisorConnection? connection;
        while ((connection = await SupervisorConnection.TryOpenAsync(home, CancellationToken.None)) is null)
            await Task.Delay(20);
        using (connection)
        {
            try
            {
                await connection.ReadyAsync(_ => { }, CancellationToken.None);
            }
            finally
            {
                await supervisor.WaitForExitAsync();
            }
        }
    }
}
