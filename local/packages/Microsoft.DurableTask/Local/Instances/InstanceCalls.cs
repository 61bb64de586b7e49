using Microsoft.DurableTask.Local.History;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>The calls of one generation that run or wait outside the orchestrator. Each is begun once in this process.</summary>
internal sealed class InstanceCalls
{
    private readonly Engine _engine;
    private readonly LiveInstance _instance;
    private readonly InstanceRow _row;
    private readonly InstanceTimers _timers;
    private readonly HashSet<int> _begun = [];
    private Dictionary<int, OrchestratorAction> _open = [];

    public InstanceCalls(Engine engine, LiveInstance instance, InstanceRow row)
    {
        _engine = engine;
        _instance = instance;
        _row = row;
        _timers = new InstanceTimers(engine.Clock, id => Answer(id, new HistoryEvent.TimerFired(id)));
    }

    /// <summary>Sub-orchestrations that have not answered.</summary>
    public IReadOnlyList<OrchestratorAction.CallOrchestrator> Children => [.. _open.Values.OfType<OrchestratorAction.CallOrchestrator>()];

    public bool IsOpen(int id) => _open.ContainsKey(id);

    /// <summary>Begins what is new among the open actions and forgets what the orchestrator no longer waits for.</summary>
    public void Follow(IReadOnlyList<OrchestratorAction> open)
    {
        _open = open.ToDictionary(action => action.Id);
        _timers.KeepOnly(_open.Keys.ToHashSet());
        foreach (var action in open.Where(action => _begun.Add(action.Id)))
            Begin(action);
    }

    public void End() => _timers.Clear();

    private void Begin(OrchestratorAction action)
    {
        switch (action)
        {
            case OrchestratorAction.StartTimer timer:
                _timers.Set(timer.Id, timer.FireAt);
                break;
            case OrchestratorAction.CallActivity call:
                _ = ActivityRun.RunAsync(_engine, ActivityCallOf(call), () => _instance.IsRunning(_row.Generation), Answer);
                break;
            case OrchestratorAction.CallOrchestrator call:
                _ = ChildStart.RunAsync(_engine, _row, call, Answer);
                break;
            case OrchestratorAction.SendEvent:
                throw new InvalidOperationException("A sent event has no answer to wait for.");
        }
    }

    private ActivityCall ActivityCallOf(OrchestratorAction.CallActivity call) =>
        new(call.Name, _row.Id, call.Id, call.Input, _row.TraceParent);

    private void Answer(int id, HistoryEvent fact) => _instance.Answer(_row.Generation, id, fact);
}
