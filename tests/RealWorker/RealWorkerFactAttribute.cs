namespace Onbehalf.Tests.RealWorker;

/// <summary>Needs the app built against the real packages, which <c>.ci/run</c> does where the feed has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealWorkerFactAttribute : FactAttribute
{
    public RealWorkerFactAttribute()
    {
        if (!File.Exists(MiniHost.Worker))
            Skip = "Not built against the real packages: dotnet build functions -p:FunctionsRuntime=Azure.";
        else if (File.GetLastWriteTimeUtc(MiniHost.Worker) < File.GetLastWriteTimeUtc(Path.Combine(AppContext.BaseDirectory, Path.GetFileName(MiniHost.Worker))))
            Skip = "Built against the real packages before the last change: dotnet build functions -p:FunctionsRuntime=Azure.";
    }
}
