namespace Onbehalf.Tests.Infra;

/// <summary>A folder with an <c>az</c>, an <c>azd</c> and a <c>sleep</c> that write down how they are called. Each answers by the first line of which a part of the call is the key.</summary>
internal sealed class FakeAzure : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onbehalf-azure-");

    /// <summary>An answer is printed; "!" fails the call.</summary>
    /// <param name="withDotnet">Writes <c>dotnet run</c> down too. PowerShell itself may be started by dotnet, so any other call is the real one's.</param>
    public FakeAzure(IEnumerable<(string Call, string Answer)> answers, bool withDotnet = false)
    {
        File.WriteAllLines(In("answers"), answers.Select(static one => $"{one.Call}|{one.Answer}"));
        File.WriteAllText(In("calls"), "");
        var passOn = $"""[ "$1" = run ] || exec '{ToolFactAttribute.Find("dotnet")}' "$@" """;
        foreach (var program in (string[])["az", "azd", "sleep", .. withDotnet ? ["dotnet"] : Array.Empty<string>()])
        {
            File.WriteAllText(In(program), $$"""
                #!/bin/sh
                {{(program == "dotnet" ? passOn : ":")}}
                printf '%s\n' "{{program}} $*" >> '{{In("calls")}}'
                while IFS='|' read -r call answer; do
                  case "$*" in *"$call"*) [ "$answer" = '!' ] && { echo 'failed for a reason' >&2; exit 1; }; printf '%b\n' "$answer"; exit 0 ;; esac
                done < '{{In("answers")}}'

                """);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(In(program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Folder => _folder.FullName;

    public string Calls => File.ReadAllText(In("calls"));

    /// <summary>The environment with these programs before every other.</summary>
    public IReadOnlyDictionary<string, string> On(IReadOnlyDictionary<string, string> environment) =>
        new Dictionary<string, string>(environment) { ["PATH"] = $"{_folder.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" };

    public Task<ProgramRun> RunAsync(string shell, string script, IReadOnlyDictionary<string, string> environment) => ScriptTests.RunAsync(shell, script, On(environment));

    public string In(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
