using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Local.History;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local.Replay;

/// <summary>Runs an orchestrator from its beginning over its history and says where it stands. No I/O: the same history gives the same result.</summary>
internal sealed class Episode
{
    // A wrapper around the orchestrator may finish on another thread; an orchestrator that is stuck never does.
    private static readonly TimeSpan WrapperPatience = TimeSpan.FromSeconds(1);

    private readonly OrchestrationIdentity _identity;
    private readonly EpisodeScheduler _scheduler = new();
    private readonly OpenTasks _tasks;
    private readonly LocalOrchestrationContext _context;
    private readonly DataConverter _converter;
    private readonly Queue<HistoryEvent> _heldBack = [];
    private readonly List<HistoryEvent.EventRaised> _forNext = [];
    private Task<object?> _orchestrator = Task.FromResult<object?>(null);
    private bool _suspended;

    private Episode(OrchestrationIdentity identity, DataConverter converter, ILoggerFactory logs)
    {
        _identity = identity;
        _converter = converter;
        _tasks = new OpenTasks(identity);
        _context = new LocalOrchestrationContext(identity, _tasks, _scheduler, converter, logs);
    }

    /// <param name="known">How many of the events an earlier episode has already seen; null when there was none.</param>
    public static EpisodeResult Run(
        OrchestrationIdentity identity,
        OrchestratorDelegate orchestrator,
        IReadOnlyList<HistoryEvent> events,
        int? known,
        DataConverter converter,
        ILoggerFactory logs)
    {
        var episode = new Episode(identity, converter, logs);
        try
        {
            return episode.Replay(orchestrator, events, known);
        }
        catch (NonDeterministicOrchestrationException exception)
        {
            return episode.Failed(TaskFailureDetails.FromException(exception));
        }
        finally
        {
            episode._scheduler.Close();
        }
    }

    private EpisodeResult Replay(OrchestratorDelegate orchestrator, IReadOnlyList<HistoryEvent> events, int? known)
    {
        _context.Replaying(known is not null);
        _scheduler.Run(() => _orchestrator = Start(orchestrator));
        for (var i = 0; i < events.Count; i++)
        {
            _context.Replaying(i < known);
            Apply(events[i]);
        }

        if (known == events.Count && known > 0)
            _tasks.VerifyNothingMore();
        return Conclude();
    }

    private Task<object?> Start(OrchestratorDelegate orchestrator)
    {
        try
        {
            return orchestrator(_context);
        }
        catch (Exception exception) when (exception is not NonDeterministicOrchestrationException)
        {
            return Task.FromException<object?>(exception);
        }
    }

    private void Apply(HistoryEvent happened)
    {
        switch (happened)
        {
            case HistoryEvent.Scheduled expected:
                _tasks.Match(expected);
                break;
            case HistoryEvent.EpisodeStarted started:
                _tasks.VerifyNothingMore();
                _context.Advance(started.At);
                break;
            case HistoryEvent.Suspended:
                _suspended = true;
                break;
            case HistoryEvent.Resumed:
                _suspended = false;
                while (_heldBack.TryDequeue(out var held))
                    Deliver(held);
                break;
            default:
                if (_suspended)
                    _heldBack.Enqueue(happened);
                else
                    Deliver(happened);
                break;
        }
    }

    private void Deliver(HistoryEvent happened) => _scheduler.Run(() =>
    {
        switch (happened)
        {
            case HistoryEvent.TaskCompleted completed:
                _tasks.Complete(completed.Id, completed.Result);
                break;
            case HistoryEvent.TaskFailed failed:
                _tasks.Fail(failed.Id, failed.Failure);
                break;
            case HistoryEvent.TimerFired fired:
                _tasks.Complete(fired.Id, null);
                break;
            case HistoryEvent.EventRaised raised when _context.Next is not null:
                // Whoever still waits for it belongs to what has ended: the next beginning gets it, as in the real dispatcher.
                _forNext.Add(raised);
                break;
            case HistoryEvent.EventRaised raised:
                _context.Events.Raise(raised);
                break;
            default:
                throw new InvalidDataException($"History holds a {happened.GetType().Name} where an answer belongs.");
        }
    });

    private EpisodeResult Conclude()
    {
        var open = _tasks.Open;
        if (!_orchestrator.IsCompleted && open.Count == 0 && !_context.Events.IsAwaited && !_suspended && !_scheduler.LeftTheThread)
            ((IAsyncResult)_orchestrator).AsyncWaitHandle.WaitOne(WrapperPatience);

        if (_orchestrator.IsCompleted)
            return Ended();
        if (_suspended)
            return new EpisodeResult.Waiting(open, IsSuspended: true) { New = _tasks.New, CustomStatus = _context.CustomStatus };
        if (_scheduler.LeftTheThread || (open.Count == 0 && !_context.Events.IsAwaited))
            return Failed(TaskFailureDetails.FromException(NotDurable()));
        return new EpisodeResult.Waiting(open, IsSuspended: false) { New = _tasks.New, CustomStatus = _context.CustomStatus };
    }

    private EpisodeResult Ended()
    {
        if (!_orchestrator.IsCompletedSuccessfully)
            return Failed(TaskFailureDetails.FromException(
                _orchestrator.Exception?.InnerException ?? new TaskCanceledException(_orchestrator)));
        if (_context.Next is not { } next)
            return new EpisodeResult.Completed(_converter.Serialize(_orchestrator.Result)) { New = _tasks.New, CustomStatus = _context.CustomStatus };

        return new EpisodeResult.ContinuedAsNew(next.Input, [.. next.KeepEvents ? _context.Events.Unmatched : [], .. _forNext])
        {
            New = _tasks.New,
            CustomStatus = _context.CustomStatus,
        };
    }

    private EpisodeResult.Failed Failed(TaskFailureDetails failure) => new(failure) { New = _tasks.New, CustomStatus = _context.CustomStatus };

    private InvalidOperationException NotDurable() => new(
        $"Orchestrator '{_identity.Name}' (instance '{_identity.InstanceId}') awaits a task that is not durable: nothing it asked for is "
        + "open, and it has not returned. An orchestrator awaits only tasks made by its context.");
}
