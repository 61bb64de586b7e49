using System.Diagnostics;
using System.Text.RegularExpressions;
using Onbehalf.Functions.Web;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Laws;

/// <summary>The web app's functions without a browser: <c>npm test</c> in web/, part of <c>dotnet test</c>.</summary>
public sealed partial class WebTests
{
    [Fact]
    public void The_server_knows_the_pages_of_the_web_app()
    {
        var route = File.ReadAllText(Path.Combine(Clone.Root, "web", "src", "state", "route.ts"));

        var pages = Case().Matches(route).Select(static match => $"/{match.Groups[1].Value}");

        Assert.Equal(pages.Order(StringComparer.Ordinal), WriteWebFile.Pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_tests_of_the_web_app_pass()
    {
        var start = new ProcessStartInfo("npm", ["test", "--silent"])
        {
            WorkingDirectory = Path.Combine(Clone.Root, "web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start) ?? throw new InvalidOperationException("npm did not start.");

        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();

        Assert.True(npm.ExitCode == 0, await output + await errors);
        Assert.Matches("(?m)^# pass [1-9]", await output);
    }

    [GeneratedRegex(@"case '([a-z]+)':\s+return")]
    private static partial Regex Case();
}
