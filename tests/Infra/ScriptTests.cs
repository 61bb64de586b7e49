using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>The scripts, read by their own tools and run against the app.</summary>
public sealed class ScriptTests
{
    private static readonly string Scripts = Path.Combine(Bicep.Folder, "scripts");

    [ToolFact("shellcheck")]
    public async Task A_shell_script_says_what_it_means()
    {
        var run = await ProgramRun.OfAsync("shellcheck", [.. Directory.EnumerateFiles(Scripts, "*.sh"), Path.Combine(Clone.Root, ".ci", "run")], Clone.Root);

        Assert.True(run.ExitCode == 0, run.Output);
    }

    [ToolFact("pwsh")]
    public async Task A_PowerShell_script_parses()
    {
        var parse = $"Get-ChildItem '{Scripts}/*.ps1' | ForEach-Object {{ $wrong = $null; [void][Management.Automation.Language.Parser]::ParseFile($_, [ref]$null, [ref]$wrong); $wrong; $_.Name }}";

        var run = await PwshAsync("-Command", parse);

        Assert.Equal(Directory.EnumerateFiles(Scripts, "*.ps1").Select(Path.GetFileName).Order(StringComparer.Ordinal), run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
    }

    [ToolFact("curl")]
    public Task The_smoke_test_passes_on_an_app_that_is_well_and_fails_on_one_that_is_not_there() => SmokeTestAsync("sh");

    [ToolFact("pwsh")]
    public Task The_smoke_test_of_PowerShell_does_the_same() => SmokeTestAsync("pwsh");

    private static async Task SmokeTestAsync(string shell)
    {
        await using var app = await InProcessApp.StartAsync();
        var folder = Directory.CreateTempSubdirectory("onbehalf-smoke-");
        await WriteCliAsync(folder.FullName, await app.TokenAsync("alice"));

        var well = await SmokeAsync(shell, app.Url, folder.FullName);
        var gone = await SmokeAsync(shell, new Uri("http://127.0.0.1:9/"), folder.FullName, ("SMOKE_ATTEMPTS", "1"));

        Assert.True(well.ExitCode == 0, well.Output + well.Error);
        Assert.EndsWith("all well", well.Output.Trim(), StringComparison.Ordinal);
        Assert.NotEqual(0, gone.ExitCode);
        folder.Delete(recursive: true);
    }

    private static Task<ProgramRun> SmokeAsync(string shell, Uri app, string folder, params (string Name, string Value)[] more)
    {
        var environment = more.ToDictionary(static pair => pair.Name, static pair => pair.Value);
        environment["SERVICE_API_URI"] = app.ToString();
        environment["ONBEHALF_API_SCOPE"] = "api://onbehalf/access_as_user";
        environment["PATH"] = $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return RunAsync(shell, "smoke-test", environment);
    }

    internal static Task<ProgramRun> RunAsync(string shell, string script, IReadOnlyDictionary<string, string> environment) => shell == "sh"
        ? ProgramRun.OfAsync("sh", [Path.Combine(Scripts, $"{script}.sh")], Clone.Root, environment)
        : PwshAsync(environment, "-File", Path.Combine(Scripts, $"{script}.ps1"));

    private static Task<ProgramRun> PwshAsync(params string[] arguments) => PwshAsync(new Dictionary<string, string>(), arguments);

    private static Task<ProgramRun> PwshAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        ProgramRun.OfAsync(ToolFactAttribute.Find("pwsh")!, ["-NoProfile", "-NonInteractive", .. arguments], Clone.Root, environment);

    /// <summary>The one thing the smoke test asks of the Azure CLI: the signed-in person's token.</summary>
    private static async Task WriteCliAsync(string folder, string token)
    {
        var cli = Path.Combine(folder, "az");
        await File.WriteAllTextAsync(cli, $"#!/bin/sh\n[ \"$1 $2\" = 'account get-access-token' ] && echo '{token}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(cli, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
