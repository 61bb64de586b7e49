using System.Collections.Concurrent;
using Onbehalf.Ids;

namespace Onbehalf.Sources;

/// <summary>
/// Current problems of sources that only an administrator can fix. Health reports the number of affected logins, never their owners.
/// </summary>
public sealed class SourceWarnings
{
    private readonly ConcurrentDictionary<(SubjectId Person, string Source), byte> _withoutLineage = new();

    private readonly ConcurrentDictionary<string, string> _unreachable = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Source, string Table), byte> _unreadable = new();

    /// <summary>The reasons of sources whose last request failed. Answers that depend on these sources are locked meanwhile.</summary>
    public IReadOnlyCollection<string> Unreachable =>
        [.. _unreachable.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Value.TrimEnd('.'))];

    /// <summary>The number of logins whose answers are locked for everybody else, because the source cannot report their lineage.</summary>
    public int WithoutLineage => _withoutLineage.Count;

    /// <summary>
    /// The sources with granted tables that could not be read when last asked, and the number of these tables. Only people with a grant may
    /// know their names.
    /// </summary>
    public IReadOnlyCollection<string> WithUnreadable =>
    [
        .. _unreadable.Keys.GroupBy(static one => one.Source, StringComparer.Ordinal).OrderBy(static tables => tables.Key, StringComparer.Ordinal)
            .Select(static tables => $"{tables.Key} ({tables.Count()})"),
    ];

    /// <param name="source">The name of the source.</param>
    /// <param name="reason">A sentence that names the source, or null if the source responds.</param>
    internal void Note(string source, string? reason)
    {
        if (reason is null)
            _unreachable.TryRemove(source, out _);
        else
            _unreachable[source] = reason.StartsWith(source, StringComparison.Ordinal) ? reason : $"{source}: {reason}";
    }

    internal void Note(string source, IEnumerable<string> readable, IEnumerable<string> unreadable)
    {
        foreach (var table in readable)
            _unreadable.TryRemove((source, table), out _);
        foreach (var table in unreadable)
            _unreadable[(source, table)] = 0;
    }

    internal void Note(SubjectId person, string source, bool hasLineage)
    {
        if (hasLineage)
            _withoutLineage.TryRemove((person, source), out _);
        else
            _withoutLineage[(person, source)] = 0;
    }
}
