using System.Reflection;

namespace Onbehalf.Host;

/// <summary>The functions app to host: an assembly for this process, or a published folder's, run as a process of its own.</summary>
public sealed record WorkerApp
{
    private WorkerApp(string path, Assembly? assembly)
    {
        Path = path;
        Assembly = assembly;
    }

    /// <summary>Null for a process of its own.</summary>
    public Assembly? Assembly { get; }

    /// <summary>The worker's assembly file.</summary>
    public string Path { get; }

    /// <summary>Where host.json lies.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The product.</summary>
    public static WorkerApp Product { get; } = InProcess(Assembly.Load("Onbehalf.Functions"));

    public static WorkerApp InProcess(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new(assembly.Location, assembly);
    }

    public static WorkerApp Process(string path) => new(System.IO.Path.GetFullPath(path), null);
}
