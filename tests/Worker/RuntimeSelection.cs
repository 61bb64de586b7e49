using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Worker;

/// <summary>Which packages a build compiles against is one MSBuild property.</summary>
public sealed class RuntimeSelection
{
    [Fact]
    public async Task Build_run_and_test_use_the_local_runtime()
    {
        var evaluated = await EvaluateAsync("");

        Assert.Equal("Local", evaluated.Runtime);
        Assert.DoesNotContain("Microsoft.Azure.Functions.Worker", evaluated.Packages);
        Assert.NotEmpty(evaluated.Hosts);
        Assert.All(evaluated.Hosts, static path => Assert.Contains("/Hosts/Local/", path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-p:_IsPublishing=true")]
    [InlineData("-p:FunctionsRuntime=Azure")]
    public async Task Publish_and_the_property_use_the_real_packages_in_folders_of_their_own(string argument)
    {
        var evaluated = await EvaluateAsync(argument);

        Assert.Equal("Azure", evaluated.Runtime);
        Assert.Contains("Microsoft.Azure.Functions.Worker", evaluated.Packages);
        Assert.Contains("Microsoft.Azure.Functions.Worker.Sdk", evaluated.Packages);
        Assert.NotEmpty(evaluated.Hosts);
        Assert.All(evaluated.Hosts, static path => Assert.Contains("/Hosts/Azure/", path, StringComparison.Ordinal));
        Assert.Contains("/artifacts/Azure/", evaluated.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(evaluated.Projects, static project => project.Contains("/local/", StringComparison.Ordinal));
    }

    private static async Task<Evaluated> EvaluateAsync(string argument)
    {
        var output = await Dotnet.RunAsync(
            Clone.Root,
            $"msbuild functions/Onbehalf.Functions.csproj -nologo -getProperty:FunctionsRuntime,OutputPath -getItem:PackageReference,ProjectReference,Compile {argument}");
        using var document = JsonDocument.Parse(output);
        var properties = document.RootElement.GetProperty("Properties");
        var items = document.RootElement.GetProperty("Items");
        return new(
            properties.GetProperty("FunctionsRuntime").GetString()!,
            properties.GetProperty("OutputPath").GetString()!.Replace('\\', '/'),
            Names(items, "PackageReference", "Identity"),
            Names(items, "ProjectReference", "FullPath"),
            [.. Names(items, "Compile", "FullPath").Where(static path => path.Contains("/Hosts/", StringComparison.Ordinal))]);
    }

    private static List<string> Names(JsonElement items, string kind, string name) =>
        [.. items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty(name).GetString()!.Replace('\\', '/'))];

    private sealed record Evaluated(string Runtime, string Output, List<string> Packages, List<string> Projects, List<string> Hosts);
}
