using System.Text.Json;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>The real compiler's result: every property of every resource exists in Azure's published types.</summary>
[Collection(BicepCompiler.Collection)]
public sealed class BicepCompilerTests
{
    [BicepCompilerFact]
    public async Task The_templates_compile_without_a_warning()
    {
        var template = await BicepCompiler.TemplateAsync();

        using var read = JsonDocument.Parse(template);
        Assert.EndsWith("/subscriptionDeploymentTemplate.json#", read.RootElement.GetProperty("$schema").GetString()!, StringComparison.Ordinal);
    }

    [BicepCompilerFact]
    public async Task A_property_that_Azure_does_not_have_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-bicep-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "wrong.bicep"), (await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "app", "function.bicep"))).Replace("httpsOnly:", "httpOnlyS:", StringComparison.Ordinal));

        var build = await BicepCompiler.RunAsync(folder.FullName, "build", "wrong.bicep", "--stdout");

        Assert.Contains("httpOnlyS", build.Error, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [BicepCompilerFact]
    public async Task What_is_deployed_asks_for_the_same_parameters_as_azd_gives()
    {
        using var template = JsonDocument.Parse(await BicepCompiler.TemplateAsync());
        using var given = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "main.parameters.json")));

        var wanted = template.RootElement.GetProperty("parameters").EnumerateObject().Select(static parameter => parameter.Name);

        Assert.Equal(wanted.Order(), given.RootElement.GetProperty("parameters").EnumerateObject().Select(static parameter => parameter.Name).Order());
    }
}
