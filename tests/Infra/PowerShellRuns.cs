using System.Text.Json;
using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra;

/// <summary>Many runs of one script in one PowerShell, whose start takes longer than a run. Nothing sleeps there: the script's waits are printed.</summary>
internal static class PowerShellRuns
{
    private const string End = "@@ end of the run, exit code ";

    private const string Driver = """
        param($script, $runs)
        function Start-Sleep([int] $Seconds) { [Console]::Out.WriteLine("sleep $Seconds") }
        foreach ($environment in Get-Content $runs -Raw | ConvertFrom-Json -AsHashtable) {
          $before = @{}
          foreach ($name in $environment.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $environment[$name])
          }
          $global:LASTEXITCODE = 0
          & $script
          $code = $LASTEXITCODE
          foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
          [Console]::Out.WriteLine("@@ end of the run, exit code $code")
          [Console]::Error.WriteLine("@@ end of the run, exit code $code")
        }
        """;

    public static async Task<IReadOnlyList<ProgramRun>> OfAsync(string script, IReadOnlyList<IReadOnlyDictionary<string, string>> environments)
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-pwsh-").FullName;
        var (driver, runs) = (Path.Combine(folder, "driver.ps1"), Path.Combine(folder, "runs.json"));
        await File.WriteAllTextAsync(driver, Driver);
        await File.WriteAllTextAsync(runs, JsonSerializer.Serialize(environments));

        var all = await ProgramRun.OfAsync(
            ToolFactAttribute.Find("pwsh")!, ["-NoProfile", "-NonInteractive", "-File", driver, Path.Combine(Bicep.Folder, "scripts", $"{script}.ps1"), runs], Fixtures.Clone.Root);

        Directory.Delete(folder, recursive: true);
        var (output, error) = (Parts(all.Output), Parts(all.Error));
        Assert.True(output.Count == environments.Count && error.Count == environments.Count, all.Output + all.Error);
        return [.. output.Zip(error).Select(static pair => new ProgramRun(pair.First.ExitCode, pair.First.Text, pair.Second.Text))];
    }

    private static List<(int ExitCode, string Text)> Parts(string text)
    {
        var ends = Regex.Matches(text, $"{Regex.Escape(End)}(\\d+)\\r?\\n");
        return [.. ends.Select((end, i) => (int.Parse(end.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), text[(i == 0 ? 0 : ends[i - 1].Index + ends[i - 1].Length)..end.Index]))];
    }
}
