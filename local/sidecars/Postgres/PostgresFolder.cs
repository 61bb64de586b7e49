using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Sidecars.Postgres;

/// <summary>
/// The folder of PostgreSQL's programs and data. PostgreSQL refuses to run as root. Both are then in a folder accessible to an unprivileged
/// account, because the home and the clone may not be.
/// </summary>
internal sealed class PostgresFolder
{
    public PostgresFolder(SidecarHome home)
    {
        Account = Posix.IsRoot ? UnprivilegedAccount.Find() : null;
        Root = Account is null ? Path.Combine(home.Folder, "postgres") : Outside(home.Folder);
    }

    public UnprivilegedAccount? Account { get; }

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string Program(string name) => Path.Combine(Root, "programs", "bin", name);

    /// <summary>Installs the programs. <paramref name="token"/> binds a folder outside the home to this home's secrets.</summary>
    public void Prepare(string modules, string token)
    {
        var mine = Path.Combine(Root, "home");
        if (Directory.Exists(Root) && (new DirectoryInfo(Root).LinkTarget is not null || !File.Exists(mine) || File.ReadAllText(mine) != token))
            Remove();
        var source = Path.Combine(modules, "@embedded-postgres", Platform(), "native");
        if (!Directory.Exists(source))
            throw new SidecarsUnavailableException(
                $"There is no PostgreSQL for {RuntimeInformation.RuntimeIdentifier}: it runs on Linux and macOS, x64 and arm64.");
        PrivateFile.CreateFolder(Root);
        if (Account is not null)
            File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        PrivateFile.Write(mine, Encoding.ASCII.GetBytes(token));
        if (!Directory.Exists(Path.Combine(Root, "programs")))
            CopyPrograms(source);
    }

    public void Remove()
    {
        if (new DirectoryInfo(Root).LinkTarget is not null)
            File.Delete(Root);
        else if (Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
    }

    private void CopyPrograms(string source)
    {
        var unfinished = Path.Combine(Root, "programs.new");
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(unfinished, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            File.SetUnixFileMode(target, (UnixFileMode)(file.EndsWith(".a", StringComparison.Ordinal) ? 0b110_100_100 : 0b111_101_101));
        }

        // npm packages contain no symbolic links. The package lists them for an install script, which does not run.
        foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(Path.Combine(source, "pg-symlinks.json")), JsonSerializerOptions.Web) ?? [])
        {
            var path = Path.Combine(unfinished, Path.GetRelativePath("native", link.Target));
            if (!File.Exists(path))
                File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(link.Target)!, link.Source));
        }

        foreach (var folder in Directory.EnumerateDirectories(unfinished, "*", SearchOption.AllDirectories).Append(unfinished))
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        Directory.Move(unfinished, Path.Combine(Root, "programs"));
    }

    private static string Platform() =>
        $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";

    private static string Outside(string home) =>
        $"/var/tmp/onbehalf-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..16]}";

    private sealed record Link(string Source, string Target);
}
