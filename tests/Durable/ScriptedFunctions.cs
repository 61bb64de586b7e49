using System.Text.Json;
using Microsoft.DurableTask;

namespace Onbehalf.Tests.Durable;

/// <summary>Orchestrators under test, and activities that answer from a script.</summary>
internal sealed class ScriptedFunctions
{
    private readonly List<Action<DurableTaskRegistry>> _registrations = [];
    private readonly Dictionary<string, Action<DurableTaskRegistry>> _activities = [];
    private readonly List<string> _ran = [];

    /// <summary>Every activity execution, as name and input, in the order they began.</summary>
    public IReadOnlyList<string> Ran
    {
        get
        {
            lock (_ran)
                return [.. _ran];
        }
    }

    public ScriptedFunctions Orchestrator<TInput>(string name, Func<TaskOrchestrationContext, Task<string>> run)
    {
        _registrations.Add(registry => registry.AddOrchestratorFunc<TInput, string>(name, (context, _) => run(context)));
        return this;
    }

    /// <summary>The last script of a name counts.</summary>
    public ScriptedFunctions Activity<TInput, TOutput>(string name, Func<TInput?, Task<TOutput>> run)
    {
        _activities[name] = registry => registry.AddActivityFunc<TInput?, TOutput>(name, async (_, input) =>
        {
            lock (_ran)
                _ran.Add($"{name} {JsonSerializer.Serialize(input)}");
            return await run(input);
        });
        return this;
    }

    public void Register(DurableTaskRegistry registry)
    {
        foreach (var register in _registrations.Concat(_activities.Values))
            register(registry);
    }
}
