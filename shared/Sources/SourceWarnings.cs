using System.Collections.Concurrent;
using Onbehalf.Ids;

namespace Onbehalf.Sources;

/// <summary>Problems of sources that only an administrator can fix, as last seen. Health reports how many logins are affected, never whose.</summary>
public sealed class SourceWarnings
{
    private readonly ConcurrentDictionary<(SubjectId Person, string Source), byte> _withoutLineage = new();

    private readonly ConcurrentDictionary<string, byte> _unreachable = new(StringComparer.Ordinal);

    /// <summary>Sources that did not answer the last request to them. Answers that depend on them are locked meanwhile.</summary>
    public IReadOnlyCollection<string> Unreachable => [.. _unreachable.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Logins whose answers are locked for everybody else, because the source cannot tell them what a query touches.</summary>
    public int WithoutLineage => _withoutLineage.Count;

    internal void Note(string source, bool isReachable)
    {
        if (isReachable)
            _unreachable.TryRemove(source, out _);
        else
            _unreachable[source] = 0;
    }

    internal void Note(SubjectId person, string source, bool hasLineage)
    {
        if (hasLineage)
            _withoutLineage.TryRemove((person, source), out _);
        else
            _withoutLineage[(person, source)] = 0;
    }
}
