using System.Diagnostics;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Worker;

namespace Onbehalf.Tests.Host;

/// <summary>The package that is deployed, published once for the classes of its collection into a folder of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PublishedApp : IAsyncLifetime, ICollectionFixture<PublishedApp>
{
    public const string Name = "published app";

    public string Folder { get; } = Directory.CreateTempSubdirectory("onbehalf-published-").FullName;

    public string Worker => Path.Combine(Folder, "Onbehalf.Functions.dll");

    /// <summary>As the workflow azure-dev publishes it.</summary>
    public async Task InitializeAsync() =>
        await Dotnet.RunAsync(Clone.Root, $"publish functions -c Release --no-restore -p:RunAnalyzers=false -nodeReuse:false -v quiet --nologo -o {Folder}");

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Returns the process that runs the package, found by its command line, because the host does not report its id.</summary>
    public Process WorkerProcess() => Process.GetProcessesByName("dotnet").Single(process =>
    {
        var arguments = Text(process, "cmdline");
        return arguments.Contains(Worker) && arguments.Contains("--functions-uri");
    });

    /// <summary>The variables that a process was started with.</summary>
    public static Dictionary<string, string> EnvironmentOf(Process process) =>
        Text(process, "environ").Where(static line => line.Contains('=', StringComparison.Ordinal)).Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);

    /// <summary>Empty if the process ended meanwhile: processes of other tests come and go.</summary>
    private static string[] Text(Process process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/{file}").Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
