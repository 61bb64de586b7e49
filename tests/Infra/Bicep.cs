using System.Diagnostics;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>The templates, parsed once by the tree-sitter grammar of Bicep, which npm has.</summary>
internal static class Bicep
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    private static readonly Lazy<Task<IReadOnlyList<BicepFile>>> Parsed = new(ParseAsync);

    public static string Folder { get; } = Path.Combine(Clone.Root, "infra");

    public static Task<IReadOnlyList<BicepFile>> FilesAsync() => Parsed.Value;

    public static async Task<BicepFile> MainAsync() => (await FilesAsync()).Single(static file => file.File.EndsWith("main.bicep", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<BicepFile>> ParseAsync()
    {
        var files = Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return JsonSerializer.Deserialize<BicepFile[]>(await NodeAsync("bicep.mjs", [.. files]), JsonSerializerOptions.Web)!;
    }

    /// <summary>Runs a script of this folder with the packages that package-lock.json names.</summary>
    internal static async Task<string> NodeAsync(string script, params string[] arguments) => await RunAsync(await Installed.Value, "node", [script, .. arguments]);

    private static async Task<string> InstallAsync()
    {
        var source = Path.Combine(Clone.Root, "tests", "Infra");
        var work = Directory.CreateDirectory(Path.Combine(Clone.Root, "artifacts", "bicep")).FullName;
        foreach (var name in (string[])["package.json", "package-lock.json", "bicep.mjs", "kql.mjs", "workflows.mjs"])
            File.Copy(Path.Combine(source, name), Path.Combine(work, name), overwrite: true);
        await RunAsync(work, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        return work;
    }

    internal static async Task<string> RunAsync(string folder, string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {await errors}");
    }
}
