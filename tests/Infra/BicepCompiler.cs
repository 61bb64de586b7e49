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
    /// <summary>The name of the collection of its tests: only one compiler runs at a time.</summary>
    public const string Collection = "Bicep compiler";

    public const string Subscription = "11111111-1111-1111-1111-111111111111";

    public const string Tenant = "22222222-2222-2222-2222-222222222222";

    /// <summary>Compilers that run at the same time unpack the extension into the same cache of the user.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>The compiled template. Its evaluation takes two thirds of the time of an evaluation that compiles again.</summary>
    public const string Template = "main.bicep.json";

    private static readonly Lazy<Task<string>> Prepared = new(PrepareAsync);

    private static readonly Lazy<Task<string>> Compiled = new(CompileAsync);

    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "azure.bicep.commandline.linux-x64", Version(), "tools", "bicep");

    /// <summary>main.bicep with all its modules, as the template that Azure gets.</summary>
    public static Task<string> TemplateAsync() => Compiled.Value;

    public static async Task<ProgramRun> RunAsync(string folder, params string[] arguments)
    {
        await OneAtATime.WaitAsync();
        try
        {
            return await ProgramRun.OfAsync(Path, arguments, folder);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>The compiler's own evaluation of main.bicep with these parameters, as far as it goes without Azure.</summary>
    public static async Task<ProgramRun> EvaluateAsync(string name, string parameters)
    {
        _ = await Compiled.Value;
        var work = await Prepared.Value;
        await File.WriteAllTextAsync(System.IO.Path.Combine(work, $"{name}.bicepparam"), parameters);
        return await RunAsync(work, "snapshot", $"{name}.bicepparam", "--mode", "overwrite", "--subscription-id", Subscription, "--tenant-id", Tenant, "--location", "swedencentral");
    }

    public static async Task<string> EvaluatedAsync(string name) => await File.ReadAllTextAsync(System.IO.Path.Combine(await Prepared.Value, $"{name}.snapshot.json"));

    private static async Task<string> CompileAsync()
    {
        var work = await Prepared.Value;
        foreach (var template in (string[])["model.bicep", "demo-door.bicep", "main.bicep"])
        {
            var build = await RunAsync(work, "build", template, "--outfile", $"{template}.json");
            if (build is not { ExitCode: 0, Error: "" })
                throw new InvalidOperationException($"{build.Error}");
        }

        return await File.ReadAllTextAsync(System.IO.Path.Combine(work, Template));
    }

    private static async Task<string> PrepareAsync()
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
        return work;
    }

    private static string Version()
    {
        var tools = XDocument.Load(System.IO.Path.Combine(Clone.Root, "tests", "Infra", "tools", "Tools.csproj"));
        return tools.Descendants("PackageDownload").Single().Attribute("Version")!.Value.Trim('[', ']');
    }
}
