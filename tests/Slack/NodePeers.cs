using System.Security.Cryptography;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Infra;

namespace Onbehalf.Tests.Slack;

/// <summary>Slack's own libraries on Node, installed once per lock file and without their install scripts.</summary>
internal static class NodePeers
{
    private static readonly Lazy<Task<string>> Installed = new(static () => InstallAsync(Path.Combine("tests", "Slack", "peers"), "slack-peers"));

    /// <summary>The folder with the packages and the scripts of <c>peers</c>.</summary>
    public static Task<string> FolderAsync() => Installed.Value;

    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var run = await ProgramRun.OfAsync(program, arguments, await FolderAsync());
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"{program} failed: {run.Output}{run.Error}");
    }

    /// <summary>A folder of the repository with a lock file and scripts, installed under this name.</summary>
    internal static async Task<string> InstallAsync(string folder, string name)
    {
        var source = Path.Combine(Clone.Root, folder);
        var work = Directory.CreateDirectory(Path.Combine(Clone.Root, "artifacts", name)).FullName;
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(work, Path.GetFileName(file)), overwrite: true);
        var marker = Path.Combine(work, $".installed-{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(work, "package-lock.json"))))[..16]}");
        if (File.Exists(marker))
            return work;
        var npm = await ProgramRun.OfAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm could not install the peers: {npm.Error}");
        await File.WriteAllTextAsync(marker, "");
        return work;
    }
}
