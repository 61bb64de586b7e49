using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>
/// Many runs of one script in one shell, in which <c>az</c>, <c>azd</c> and <c>sleep</c> are functions: the programs of a <see cref="FakeAzure"/> would
/// be started thousands of times. The functions write and answer as the programs do.
/// </summary>
internal static class ScriptRuns
{
    private const string End = "@@ end of the run, exit code ";

    /// <summary>$0 is the script, which looks for its folder by that name. Options and variables of a run end with its subshell.</summary>
    private const string Sh = """
        fake() {
          _program=$1; shift
          printf '%s\n' "$_program $*" >> "$_run/calls"
          while IFS='|' read -r _call _answer; do
            case "$*" in *"$_call"*) [ "$_answer" = '!' ] && { echo 'failed for a reason' >&2; return 1; }; printf '%b\n' "$_answer"; return 0 ;; esac
          done < "$_run/answers"
          return 0
        }
        az() { fake az "$@"; }
        azd() { fake azd "$@"; }
        sleep() { fake sleep "$@"; }
        for _run in "$@"; do
          set --
          ( . "$_run/environment"; . "$0" )
          _code=$?
          echo "@@ end of the run, exit code $_code"
          echo "@@ end of the run, exit code $_code" >&2
        done
        """;

    private const string PowerShell = """
        param($script, $runs)
        function Fake([string] $program, [object[]] $of) {
          $said = ($of | ForEach-Object { $_ }) -join ' '
          [IO.File]::AppendAllText("$env:FAKE_AZURE/calls", "$program $said`n")
          $global:LASTEXITCODE = 0
          foreach ($line in [IO.File]::ReadLines("$env:FAKE_AZURE/answers")) {
            $call, $answer = $line.Split('|', 2)
            if (-not $said.Contains($call)) { continue }
            if ($answer -ne '!') { return $answer.Replace('\n', "`n").Replace('\t', "`t").Split("`n") }
            $global:LASTEXITCODE = 1
            Write-Error 'failed for a reason' -ErrorAction Continue
            return
          }
        }
        function az { Fake az $args }
        function azd { Fake azd $args }
        function Start-Sleep([int] $Seconds) { Fake sleep @($Seconds) }
        foreach ($environment in Get-Content $runs -Raw | ConvertFrom-Json -AsHashtable) {
          $before = @{}
          foreach ($name in $environment.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $environment[$name])
          }
          $global:LASTEXITCODE = 0
          & $script
          $code = $LASTEXITCODE
          # PowerShell makes an empty text of $null, which .NET does not take for "none".
          foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name] ?? [NullString]::Value) }
          [Console]::Out.WriteLine("@@ end of the run, exit code $code")
          [Console]::Error.WriteLine("@@ end of the run, exit code $code")
        }
        """;

    public static async Task<IReadOnlyList<ProgramRun>> OfAsync(string shell, string script, params (FakeAzure Azure, IReadOnlyDictionary<string, string> Environment)[] runs)
    {
        var path = Path.Combine(Bicep.Folder, "scripts", $"{script}.{(shell == "sh" ? "sh" : "ps1")}");
        var all = shell == "sh" ? await ShAsync(path, runs) : await PowerShellAsync(path, runs);
        var (output, error) = (Parts(all.Output), Parts(all.Error));
        Assert.True(output.Count == runs.Length && error.Count == runs.Length, all.Output + all.Error);
        return [.. output.Zip(error).Select(static pair => new ProgramRun(pair.First.ExitCode, pair.First.Text, pair.Second.Text))];
    }

    private static async Task<ProgramRun> ShAsync(string script, (FakeAzure Azure, IReadOnlyDictionary<string, string> Environment)[] runs)
    {
        foreach (var (azure, environment) in runs)
            await File.WriteAllLinesAsync(azure.In("environment"), azure.On(environment).Select(static one => $"export {one.Key}='{one.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        return await ProgramRun.OfAsync("sh", ["-c", Sh, script, .. runs.Select(static run => run.Azure.Folder)], Clone.Root);
    }

    private static async Task<ProgramRun> PowerShellAsync(string script, (FakeAzure Azure, IReadOnlyDictionary<string, string> Environment)[] runs)
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-pwsh-").FullName;
        var (driver, list) = (Path.Combine(folder, "driver.ps1"), Path.Combine(folder, "runs.json"));
        await File.WriteAllTextAsync(driver, PowerShell);
        await File.WriteAllTextAsync(list, JsonSerializer.Serialize(runs.Select(static run => new Dictionary<string, string>(run.Azure.On(run.Environment)) { ["FAKE_AZURE"] = run.Azure.Folder })));

        var all = await ProgramRun.OfAsync(ToolFactAttribute.Find("pwsh")!, ["-NoProfile", "-NonInteractive", "-File", driver, script, list], Clone.Root);

        Directory.Delete(folder, recursive: true);
        return all;
    }

    private static List<(int ExitCode, string Text)> Parts(string text)
    {
        var ends = Regex.Matches(text, $"{Regex.Escape(End)}(\\d+)\\r?\\n");
        return [.. ends.Select((end, i) => (int.Parse(end.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), text[(i == 0 ? 0 : ends[i - 1].Index + ends[i - 1].Length)..end.Index]))];
    }
}
