using System.Diagnostics;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Laws;

/// <summary>The web app's functions without a browser: <c>npm test</c> in web/, part of <c>dotnet test</c>.</summary>
public sealed class WebTests
{
    [Fact]
    public async Task The_tests_of_the_web_app_pass()
    {
        var start = new ProcessStartInfo("npm", ["test", "--silent"]) { WorkingDirectory = Path.Combine(Clone.Root, "web"), RedirectStandardOutput = true, RedirectStandardError = true };
        using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm did not start.");

        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();

        Assert.True(npm.ExitCode == 0, await output + await errors);
        Assert.Matches("(?m)^# pass [1-9]", await output);
    }
}
