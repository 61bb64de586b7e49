using System.Xml.Linq;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Worker;

/// <summary>An orchestrator that reads the clock does not compile, and the error names what to use instead.</summary>
public sealed class BannedApis
{
    [Fact]
    public async Task What_breaks_a_replay_is_a_build_error_in_orchestrations()
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-banned-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Probe.csproj"), Project());
            await File.WriteAllTextAsync(Path.Combine(folder, "Probe.cs"), "internal static class Probe { public static System.DateTime Now => System.DateTime.UtcNow; public static System.Guid Id => System.Guid.NewGuid(); }");

            var output = await Dotnet.RunAsync(folder, "build --nologo -v q", expectedExit: 1);

            Assert.Contains("error RS0030", output, StringComparison.Ordinal);
            Assert.Contains("Use context.CurrentUtcDateTime", output, StringComparison.Ordinal);
            Assert.Contains("Use context.NewGuid()", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_orchestrations_project_uses_the_analyzer_and_its_list()
    {
        var project = XDocument.Load(Path.Combine(Clone.Root, "orchestrations", "Onbehalf.Orchestrations.csproj"));

        Assert.Contains(project.Descendants("PackageReference"), static item => item.Attribute("Include")?.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains(project.Descendants("AdditionalFiles"), static item => item.Attribute("Include")?.Value == "BannedSymbols.txt");
    }

    private static string Project()
    {
        var versions = XDocument.Load(Path.Combine(Clone.Root, "Directory.Packages.props"));
        var version = versions.Descendants("PackageVersion").Single(static item => item.Attribute("Include")?.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers").Attribute("Version")!.Value;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.CodeAnalysis.BannedApiAnalyzers" Version="{version}" />
                <AdditionalFiles Include="{Path.Combine(Clone.Root, "orchestrations", "BannedSymbols.txt")}" />
              </ItemGroup>
            </Project>
            """;
    }
}
