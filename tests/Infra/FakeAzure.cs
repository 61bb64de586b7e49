namespace Onbehalf.Tests.Infra;

/// <summary>A folder with an <c>az</c> and an <c>azd</c> that write down how they are called. Each answers by the first line of which a part of the call is the key.</summary>
internal sealed class FakeAzure : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onbehalf-azure-");

    /// <summary>An answer is printed; "!" fails the call.</summary>
    public FakeAzure(IEnumerable<(string Call, string Answer)> answers)
    {
        File.WriteAllLines(In("answers"), answers.Select(static one => $"{one.Call}|{one.Answer}"));
        File.WriteAllText(In("calls"), "");
        foreach (var program in (string[])["az", "azd"])
        {
            File.WriteAllText(In(program), $$"""
                #!/bin/sh
                printf '%s\n' "{{program}} $*" >> '{{In("calls")}}'
                while IFS='|' read -r call answer; do
                  case "$*" in *"$call"*) [ "$answer" = '!' ] && { echo 'failed for a reason' >&2; exit 1; }; printf '%b\n' "$answer"; exit 0 ;; esac
                done < '{{In("answers")}}'

                """);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(In(program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Calls => File.ReadAllText(In("calls"));

    public async Task<ProgramRun> RunAsync(string shell, string script, IReadOnlyDictionary<string, string> environment) =>
        await ScriptTests.RunAsync(shell, script, new Dictionary<string, string>(environment) { ["PATH"] = $"{_folder.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" });

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
