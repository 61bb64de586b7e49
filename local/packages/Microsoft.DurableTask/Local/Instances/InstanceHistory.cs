using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>The history of one generation in memory: what is stored, then what the next commit will store.</summary>
internal sealed class InstanceHistory(IReadOnlyList<HistoryEvent> stored)
{
    private readonly List<HistoryEvent> _events = [.. stored];
    private int _stored = stored.Count;

    public int Count => _events.Count;

    /// <summary>An episode is part of it, so the orchestrator has run before and must repeat itself.</summary>
    public bool HasBegun => _events.Exists(happened => happened is HistoryEvent.EpisodeStarted or HistoryEvent.Scheduled);

    public IReadOnlyList<HistoryEvent> Unstored => _events.GetRange(_stored, _events.Count - _stored);

    /// <summary>The time of the last episode, which no later one may precede.</summary>
    public DateTime? LastEpisode => _events.OfType<HistoryEvent.EpisodeStarted>().LastOrDefault()?.At;

    public IEnumerable<string> RaisedEvents => _events.OfType<HistoryEvent.EventRaised>().Select(raised => raised.EventId);

    public IReadOnlyList<HistoryEvent> With(IEnumerable<HistoryEvent> happened) => [.. _events, .. happened];

    public void Add(IEnumerable<HistoryEvent> happened) => _events.AddRange(happened);

    public void MarkStored() => _stored = _events.Count;
}
