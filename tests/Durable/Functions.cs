using Microsoft.DurableTask;
using Microsoft.DurableTask.Local;

namespace Onbehalf.Tests.Durable;

/// <summary>The orchestrators and activities of a test.</summary>
internal sealed class Functions
{
    private readonly List<string> _ran = [];

    public Dictionary<string, OrchestratorDelegate> Orchestrators { get; } = [];

    public Dictionary<string, ActivityDelegate> Activities { get; } = [];

    /// <summary>Every activity execution, as name and input, in the order they began.</summary>
    public IReadOnlyList<string> Ran
    {
        get
        {
            lock (_ran)
                return [.. _ran];
        }
    }

    public Functions Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        Orchestrators[name] = new OrchestratorDelegate(run);
        return this;
    }

    public Functions Activity<TInput, TOutput>(string name, Func<TInput?, Task<TOutput>> run)
    {
        Activities[name] = async (call, _) =>
        {
            lock (_ran)
                _ran.Add($"{name} {call.InputJson}");
            return WorkerJson.Default.Serialize(await run(WorkerJson.Default.Deserialize<TInput>(call.InputJson)));
        };
        return this;
    }

    public Functions Echo(string name = "Echo") => Activity<string, string?>(name, Task.FromResult);
}
