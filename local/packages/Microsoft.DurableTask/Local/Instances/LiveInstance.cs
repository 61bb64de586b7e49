using Azure;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.History;
using Microsoft.DurableTask.Local.Replay;
using Microsoft.DurableTask.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>One instance this process owns: takes letters, replays, commits what came of it, then begins what was asked for.</summary>
internal sealed partial class LiveInstance
{
    private readonly Engine _engine;
    private readonly Mailbox _mail;
    private readonly HashSet<string> _seen;
    private readonly List<string> _keys;
    private readonly InstanceTimers _startTimer;
    private readonly TaskCompletionSource<InstanceRow?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InstanceHistory _history;
    private InstanceCalls _calls;
    private volatile bool _due;
    private bool _open;

    public LiveInstance(Engine engine, LoadedInstance loaded)
    {
        _engine = engine;
        _mail = new Mailbox(ReadMailAsync);
        _history = new InstanceHistory(loaded.History);
        _seen = [.. _history.RaisedEvents];
        _keys = [.. loaded.Keys];
        _calls = new InstanceCalls(engine, this, loaded.Row);
        _startTimer = new InstanceTimers(engine.Clock, _ => Due());
        _due = loaded.Row.StartAt is not { } at || at <= engine.Now();
        Row = loaded.Row;
    }

    public string Id => Row.Id;

    public InstanceRow Row { get; private set; }

    public bool IsIdle => _mail.IsIdle;

    /// <summary>The finished instance; null when this process lost it.</summary>
    public Task<InstanceRow?> Ended => _ended.Task;

    public IReadOnlyList<OrchestratorAction.CallOrchestrator> Children => _calls.Children;

    public bool IsRunning(int generation) => !_mail.IsClosed && Row.Generation == generation;

    public void Begin()
    {
        if (_due)
            Due();
        else
            _startTimer.Set(0, Row.StartAt ?? Row.StartedAt);
    }

    public void Answer(int generation, int taskId, HistoryEvent fact) => _mail.Post(new Letter.Answer(generation, taskId, fact));

    public void Ask(Request request, Action<Delivery> settled) => _mail.Post(new Letter.Asked(request, settled));

    public Task<Delivery> AskAsync(Request request)
    {
        var settled = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        Ask(request, delivery => settled.TrySetResult(delivery));
        return settled.Task;
    }

    /// <summary>Forgets everything: the store, not this process, knows the truth now.</summary>
    public void Drop() => Close(Delivery.Lost, null);

    private void Due()
    {
        _due = true;
        _mail.Post(new Letter.Due());
    }

    private async Task ReadMailAsync()
    {
        IReadOnlyList<Letter> letters = [];
        try
        {
            while ((letters = _mail.Take()).Count > 0)
            {
                await OpenAsync();
                await StepAsync(letters);
                Settle(letters);
                await OpenAsync();
            }
        }
        catch (OperationCanceledException) when (_engine.Halted.IsCancellationRequested)
        {
            Drop();
        }
        catch (Exception exception)
        {
            // The boundary of the engine: the instance stays as it is stored, and a later sweep takes it up again.
            Log.Dropped(_engine.Logger, exception, Id);
            Drop();
        }

        Settle(letters);
    }

    private void Settle(IReadOnlyList<Letter> letters)
    {
        var isLost = _ended.Task is { IsCompleted: true, Result: null };
        foreach (var letter in letters)
            Mailbox.Settle(letter, isLost ? Delivery.Lost : Delivery.Stored);
    }

    private async Task OpenAsync()
    {
        while (_due && !_open && !_mail.IsClosed)
            await RunEpisodeAsync([]);
    }

    private async Task StepAsync(IReadOnlyList<Letter> letters)
    {
        var facts = new List<HistoryEvent>();
        Request? terminate = null;
        foreach (var letter in letters)
        {
            if (letter is Letter.Answer answer && answer.Generation == Row.Generation && _calls.IsOpen(answer.TaskId))
                facts.Add(answer.Fact);
            else if (letter is Letter.Asked { Request.Fact: { } fact } asked && _seen.Add(asked.Request.Id))
                facts.Add(fact);
            else if (letter is Letter.Asked { Request.Kind: RequestKind.Terminate } end)
                terminate = end.Request;
        }

        if (_mail.IsClosed)
            return;
        if (terminate is not null)
            await FinishAsync(Row with { Status = OrchestrationRuntimeStatus.Terminated, Output = terminate.Payload });
        else if (facts.Count > 0 && _open)
            await RunEpisodeAsync(facts);
        else if (facts.Count > 0)
        {
            // Its start is still to come: what reached it is stored, the orchestrator not yet run.
            _history.Add(facts);
            await CommitAsync(Row);
        }
    }

    private async Task RunEpisodeAsync(List<HistoryEvent> facts)
    {
        var hasBegun = _open || _history.HasBegun;
        IReadOnlyList<HistoryEvent> happened = facts.Count > 0 ? [new HistoryEvent.EpisodeStarted(NextTime()), .. facts] : [];
        var result = await ReplayAsync(_history.With(happened), hasBegun);
        _open = true;

        foreach (var send in result.New.OfType<OrchestratorAction.SendEvent>())
            await EventSend.RunAsync(_engine, Row, send);
        _history.Add([.. happened, .. result.New.Select(action => action.Recorded)]);
        await ConcludeAsync(result, mustCommit: facts.Count > 0);
    }

    private async Task<EpisodeResult> ReplayAsync(IReadOnlyList<HistoryEvent> events, bool hasBegun)
    {
        var parent = Row.Parent is { } link ? new ParentOrchestrationInstance(link.Name, link.InstanceId) : null;
        var identity = new OrchestrationIdentity(Id, Row.Name, Row.Input, parent, Row.StartedAt);
        var orchestrator = _engine.Orchestrators.GetValueOrDefault(Row.Name) ?? (_ => throw new ArgumentException(
            $"The orchestrator function '{Row.Name}' does not exist."));
        await _engine.Episodes.WaitAsync(_engine.Halted.Token);
        try
        {
            return Episode.Run(identity, orchestrator, events, hasBegun ? _history.Count : null, _engine.Converter, _engine.Logs);
        }
        finally
        {
            _engine.Episodes.Release();
        }
    }

    private async Task ConcludeAsync(EpisodeResult result, bool mustCommit)
    {
        var row = Row with { CustomStatus = result.CustomStatus };
        switch (result)
        {
            case EpisodeResult.Waiting waiting:
                row = row with { Status = waiting.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running };
                if (mustCommit || row.Status != Row.Status || row.CustomStatus != Row.CustomStatus)
                    await CommitAsync(row);
                if (!_mail.IsClosed)
                    _calls.Follow(waiting.Open);
                break;
            case EpisodeResult.Completed completed:
                await FinishAsync(row with { Status = OrchestrationRuntimeStatus.Completed, Output = completed.Output });
                break;
            case EpisodeResult.Failed failed:
                await FinishAsync(row with { Status = OrchestrationRuntimeStatus.Failed, Failure = failed.Failure });
                break;
            case EpisodeResult.ContinuedAsNew next:
                await BeginAgainAsync(next);
                break;
        }
    }

    private async Task BeginAgainAsync(EpisodeResult.ContinuedAsNew next)
    {
        _calls.End();
        var obsolete = _keys.ToList();
        _keys.Clear();
        _history = new InstanceHistory([]);
        _history.Add(next.Carried);
        _open = false;
        await CommitAsync(
            Row with
            {
                Generation = Row.Generation + 1,
                Commits = 0,
                StartedAt = _engine.Now(),
                Input = next.Input,
                CustomStatus = null,
                Status = OrchestrationRuntimeStatus.Running,
            },
            obsolete);
        _calls = new InstanceCalls(_engine, this, Row);
    }

    private async Task FinishAsync(InstanceRow row)
    {
        await CommitAsync(row);
        if (_mail.IsClosed)
            return;
        Close(Delivery.Discarded, Row);
        if (Row.Parent is { } link && _engine.Live.TryGet(link.InstanceId, out var parent))
            parent.Answer(link.Generation, link.TaskId, ChildStart.AnswerOf(link.TaskId, Row));
    }

    private async Task CommitAsync(InstanceRow row, IReadOnlyList<string>? obsolete = null)
    {
        var events = _history.Unstored;
        var after = row with { UpdatedAt = _engine.Now(), Commits = row.Commits + (events.Count > 0 ? 1 : 0) };
        try
        {
            var result = await _engine.Store.CommitAsync(
                new Commit(Row, after, events) { Obsolete = obsolete ?? [] }, _engine.Halted.Token);
            Adopt(result);
        }
        catch (RequestFailedException tooLarge) when (tooLarge.Status is 400 or 413)
        {
            var failure = TaskFailureDetails.FromException(tooLarge);
            var failed = Row with { Status = OrchestrationRuntimeStatus.Failed, Failure = failure, UpdatedAt = _engine.Now() };
            Adopt(await _engine.Store.CommitAsync(new Commit(Row, failed, []), _engine.Halted.Token));
            Close(Delivery.Discarded, Row);
        }
    }

    private void Adopt(CommitResult result)
    {
        switch (result)
        {
            case CommitResult.Stored stored:
                Row = stored.Row;
                _keys.AddRange(stored.NewKeys);
                _history.MarkStored();
                break;
            case CommitResult.Lost:
                Log.Lost(_engine.Logger, Id);
                Drop();
                break;
        }
    }

    private DateTime NextTime()
    {
        var now = _engine.Clock.GetUtcNow().UtcDateTime;
        var last = _history.LastEpisode ?? Row.StartedAt;
        return now > last ? now : last;
    }

    private void Close(Delivery how, InstanceRow? finished)
    {
        _engine.Live.Remove(this);
        _startTimer.Clear();
        _calls.End();
        _ended.TrySetResult(finished);
        _mail.Close(how);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Instance {InstanceId} could not be carried on and is left as it is stored")]
        public static partial void Dropped(ILogger logger, Exception exception, string instanceId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {InstanceId} belongs to another process now")]
        public static partial void Lost(ILogger logger, string instanceId);
    }
}
