using System.Text.RegularExpressions;
using System.Xml.Linq;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>
/// The real compiler, which knows the types of every Azure resource. The Graph extension lies in a registry that is not NuGet; in its place
/// stands a small one with the members the templates use, so that the rest of those two files is checked as well.
/// </summary>
internal static class BicepCompiler
{
    private static readonly Lazy<Task<string>> Compiled = new(CompileAsync);

    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "azure.bicep.commandline.linux-x64", Version(), "tools", "bicep");

    /// <summary>main.bicep with all its modules, as the template that Azure gets.</summary>
    public static Task<string> TemplateAsync() => Compiled.Value;

    public static Task<ProgramRun> RunAsync(string folder, params string[] arguments) => ProgramRun.OfAsync(Path, arguments, folder);

    private static async Task<string> CompileAsync()
    {
        var work = System.IO.Path.Combine(Clone.Root, "artifacts", "bicep-compiled");
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Bicep.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(work, System.IO.Path.GetRelativePath(Bicep.Folder, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var settings = System.IO.Path.Combine(work, "bicepconfig.json");
        await File.WriteAllTextAsync(settings, Regex.Replace(await File.ReadAllTextAsync(settings), "\"br:[^\"]*\"", "\"./graph.tgz\""));
        var extension = System.IO.Path.Combine(Clone.Root, "tests", "Infra", "graph", "index.json");
        Assert.Equal(0, (await RunAsync(work, "publish-extension", extension, "--target", "graph.tgz")).ExitCode);
        var build = await RunAsync(work, "build", "main.bicep", "--stdout");
        return build is { ExitCode: 0, Error: "" } ? build.Output : throw new InvalidOperationException($"{build.Error}");
    }

    private static string Version()
    {
        var tools = XDocument.Load(System.IO.Path.Combine(Clone.Root, "tests", "Infra", "tools", "Tools.csproj"));
        return tools.Descendants("PackageDownload").Single().Attribute("Version")!.Value.Trim('[', ']');
    }
}
