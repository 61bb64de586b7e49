using System.Diagnostics;
using System.Globalization;
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

    /// <summary>Returns the process that runs the package for this app: a child of the shell that the app's host started for it.</summary>
    public Process WorkerProcess(AppProcess app) => Process.GetProcessesByName("dotnet").Single(process =>
    {
        var arguments = Text(process.Id, "cmdline");
        return arguments.Contains(Worker) && arguments.Contains("--functions-uri") && ParentOf(ParentOf(process.Id)) == app.ProcessId;
    });

    /// <summary>The variables that a process was started with.</summary>
    public static Dictionary<string, string> EnvironmentOf(Process process) =>
        Text(process.Id, "environ").Where(static line => line.Contains('=', StringComparison.Ordinal)).Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);

    /// <summary>Zero if the process ended meanwhile.</summary>
    private static int ParentOf(int process)
    {
        const string Parent = "PPid:";
        var told = Text(process, "status").SelectMany(static text => text.Split('\n'))
            .FirstOrDefault(static line => line.StartsWith(Parent, StringComparison.Ordinal));
        return told is null ? 0 : int.Parse(told[Parent.Length..].Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Empty if the process ended meanwhile or is another user's: processes of other tests come and go.</summary>
    private static string[] Text(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}").Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
