using System.Security.Cryptography;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Packages;

/// <summary>
/// Installs the npm packages of the sidecars, once per lock file. Install scripts never run. The symbolic links of PostgreSQL's script are
/// created where its binaries are used.
/// </summary>
internal sealed class NodePackages(SidecarHome home, string? shared, Action<string> tell)
{
    private readonly string _folder = shared ?? home.Node;
    private readonly string _source = Path.Combine(AppContext.BaseDirectory, "sidecars");

    public async Task<InstalledPackages> EnsureAsync(CancellationToken cancellation)
    {
        PrivateFile.CreateFolder(home.Node);
        PrivateFile.CreateFolder(_folder);
        var marker = Marker(_folder);
        if (!File.Exists(marker))
            await InstallAsync(marker, cancellation);
        foreach (var file in Directory.EnumerateFiles(_source))
            PrivateFile.Write(Path.Combine(home.Node, Path.GetFileName(file)), await File.ReadAllBytesAsync(file, cancellation));
        var modules = Path.Combine(home.Node, "node_modules");
        if (shared is not null && !Directory.Exists(modules))
            Directory.CreateSymbolicLink(modules, Path.Combine(_folder, "node_modules"));
        return new(home);
    }

    private async Task InstallAsync(string marker, CancellationToken cancellation)
    {
        await Node.RequireAsync(cancellation);
        await using var installing = await FileTurn.TakeAsync(Path.Combine(_folder, "install.lock"), cancellation);
        if (File.Exists(marker))
            return;
        tell("Installing npm packages… (once, about a minute)");
        foreach (var name in (string[])["package.json", "package-lock.json"])
            File.Copy(Path.Combine(_source, name), Path.Combine(_folder, name), overwrite: true);
        var said = await Node.NpmAsync(
            _folder,
            ["ci", "--ignore-scripts", "--engine-strict=false", "--no-audit", "--no-fund", "--loglevel=error", "--progress=false"],
            cancellation);
        if (said is not null)
        {
            await File.WriteAllTextAsync(home.Log("npm"), said, cancellation);
            throw new SidecarsUnavailableException($"npm could not install the packages; see {home.Log("npm")}. Is the registry reachable?");
        }

        await File.WriteAllTextAsync(marker, "", cancellation);
    }

    private string Marker(string folder)
    {
        var digest = SHA256.HashData(File.ReadAllBytes(Path.Combine(_source, "package-lock.json")));
        return Path.Combine(folder, "node_modules", $".installed-{Convert.ToHexStringLower(digest)[..16]}");
    }
}
