using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.RealWorker;

/// <summary>Needs the app built against the real packages, which <c>.ci/run</c> does where the feed has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealWorkerFactAttribute : FactAttribute
{
    private static readonly Lazy<DateTime> LastChange = new(static () => new[] { "functions", "orchestrations", "shared" }
        .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Max(File.GetLastWriteTimeUtc));

    public RealWorkerFactAttribute()
    {
        if (!File.Exists(MiniHost.Worker))
            Skip = "Not built against the real packages: dotnet build functions -p:FunctionsRuntime=Azure.";
        else if (File.GetLastWriteTimeUtc(MiniHost.Worker) < LastChange.Value)
            Skip = "Built against the real packages before the last change: dotnet build functions -p:FunctionsRuntime=Azure.";
    }
}
