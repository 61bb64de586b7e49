using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Worker;

namespace Onbehalf.Tests.Infra;

/// <summary>The vulnerability check runs at every restore, and does not block offline builds.</summary>
public sealed class AuditOfPackagesTests
{
    private static readonly string Properties = File.ReadAllText(Path.Combine(Clone.Root, "Directory.Build.props"));

    [Fact]
    public void Packages_are_audited_and_the_build_of_record_fails_on_a_vulnerability()
    {
        var record = File.ReadAllText(Path.Combine(Clone.Root, ".ci", "run"));

        Assert.Contains("<NuGetAudit>true</NuGetAudit>", Properties, StringComparison.Ordinal);
        Assert.Contains("dotnet build -warnaserror -warnnotaserror:NU1900,NU1905 ", record, StringComparison.Ordinal);
    }

    [Fact]
    public void An_advisory_that_is_left_out_has_a_day_and_a_reason()
    {
        var left = Regex.Matches(Properties, "<NuGetAuditSuppress [^\n]*").Select(static line => line.Value);

        Assert.All(left, static line => Assert.Matches(@"^<NuGetAuditSuppress Include=""https://github\.com/advisories/GHSA-[\w-]+"" /> <!-- \d{4}-\d\d-\d\d: .+ -->$", line));
    }

    [Fact]
    public async Task A_machine_that_cannot_reach_the_list_restores_with_warnings_as_errors()
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-audit-");
        await WriteAsync("Directory.Build.props", Properties);
        await WriteAsync("offline.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Cronos" Version="[VERSION]" /></ItemGroup></Project>""".Replace("VERSION", Version("Cronos"), StringComparison.Ordinal));
        await WriteAsync("nuget.config", """
            <configuration>
              <packageSources><clear /><add key="nothing" value="." /></packageSources>
              <auditSources><clear /><add key="gone" value="http://127.0.0.1:9/index.json" protocolVersion="3" allowInsecureConnections="true" /></auditSources>
            </configuration>
            """);

        await Dotnet.RunAsync(folder.FullName, "restore -warnaserror -warnnotaserror:NU1900,NU1905 --nologo");

        Assert.True(File.Exists(Path.Combine(folder.FullName, "artifacts", "obj", "offline", "project.assets.json")));
        folder.Delete(recursive: true);

        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text);
    }

    private static string Version(string package) =>
        Regex.Match(File.ReadAllText(Path.Combine(Clone.Root, "Directory.Packages.props")), $@"Include=""{package}"" Version=""([^""]+)""").Groups[1].Value;
}
