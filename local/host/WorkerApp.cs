using System.Reflection;

namespace Onbehalf.Host;

/// <summary>The functions app to host: an assembly for this process, or a published folder for a separate process.</summary>
public sealed record WorkerApp
{
    private WorkerApp(string path, Assembly? assembly, string? folder)
    {
        Path = path;
        Assembly = assembly;
        Folder = folder ?? System.IO.Path.GetDirectoryName(path)!;
    }

    /// <summary>Null for a separate process.</summary>
    public Assembly? Assembly { get; }

    /// <summary>The worker's assembly file.</summary>
    public string Path { get; }

    /// <summary>The folder of host.json.</summary>
    public string Folder { get; }

    /// <summary>The product's functions app.</summary>
    public static WorkerApp Product { get; } = InProcess(Assembly.Load("Onbehalf.Functions"));

    /// <param name="folder">The folder of host.json, if it is not beside the assembly.</param>
    public static WorkerApp InProcess(Assembly assembly, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new(assembly.Location, assembly, folder);
    }

    public static WorkerApp Process(string path) => new(System.IO.Path.GetFullPath(path), null, null);
}
