using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Replay;

/// <summary>The actions of one execution in the order they were asked for, and those that still wait for an answer.</summary>
internal sealed class OpenTasks(OrchestrationIdentity identity)
{
    private readonly List<OrchestratorAction> _actions = [];
    private readonly SortedDictionary<int, TaskCompletionSource<string?>> _open = [];

    public int Recorded { get; private set; }

    public int NextId => _actions.Count;

    public IReadOnlyList<OrchestratorAction> New => _actions.GetRange(Recorded, _actions.Count - Recorded);

    public IReadOnlyList<OrchestratorAction> Open => [.. _open.Keys.Select(id => _actions[id])];

    public Task<string?> Schedule(OrchestratorAction action)
    {
        var source = new TaskCompletionSource<string?>();
        _actions.Add(action);
        _open.Add(action.Id, source);
        return source.Task;
    }

    public void Send(OrchestratorAction.SendEvent action) => _actions.Add(action);

    public void Cancel(int id, CancellationToken cancellation)
    {
        if (_open.Remove(id, out var source))
            source.TrySetCanceled(cancellation);
    }

    /// <summary>History says what was asked for here; the code must have asked for the same.</summary>
    public void Match(HistoryEvent.Scheduled expected)
    {
        var found = Recorded < _actions.Count ? _actions[Recorded] : null;
        if (found is null || expected.Id != Recorded || found.Kind != expected.Action || !SameName(found.Name, expected.Name))
            throw NonDeterministic(Describe(expected.Action, expected.Name), found is null ? "nothing" : Describe(found.Kind, found.Name));
        Recorded++;
    }

    /// <summary>At the end of an episode in history nothing may be left that history does not know.</summary>
    public void VerifyNothingMore()
    {
        if (Recorded < _actions.Count)
            throw NonDeterministic("nothing", Describe(_actions[Recorded].Kind, _actions[Recorded].Name));
    }

    public void Complete(int id, string? result)
    {
        if (Answered(id) is { } source)
            source.SetResult(result);
    }

    public void Fail(int id, TaskFailureDetails failure)
    {
        if (Answered(id) is { } source)
            source.SetException(new TaskFailedException(_actions[id].Name, id, failure));
    }

    private static bool SameName(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string Describe(ActionKind kind, string name) => kind == ActionKind.Timer ? "a timer" : $"{kind} '{name}'";

    private TaskCompletionSource<string?>? Answered(int id)
    {
        if (id >= _actions.Count)
            throw NonDeterministic($"the task that the answer #{id} belongs to", "nothing");
        _open.Remove(id, out var source);
        return source;
    }

    private NonDeterministicOrchestrationException NonDeterministic(string expected, string found) => new(
        $"Orchestrator '{identity.Name}' (instance '{identity.InstanceId}') did not repeat its history at position {Recorded}: "
        + $"expected {expected}, found {found}. Its code changed while the instance was running, or it decides by something that differs "
        + "between replays (clock, random, environment, I/O).");
}
