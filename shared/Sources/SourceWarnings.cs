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

    /// <summary>The reasons of sources whose last request failed. Answers that depend on these sources are locked meanwhile.</summary>
    public IReadOnlyCollection<string> Unreachable =>
        [.. _unreachable.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Value.TrimEnd('.'))];

    /// <summary>The number of logins whose answers are locked for everybody else, because the source cannot report their lineage.</summary>
    public int WithoutLineage => _withoutLineage.Count;

    /// <param name="source">The name of the source.</param>
    /// <param name="reason">A sentence that names the source, or null if the source responds.</param>
    internal void Note(string source, string? reason)
    {
        if (reason is null)
            _unreachable.TryRemove(source, out _);
        else
            _unreachable[source] = reason.StartsWith(source, StringComparison.Ordinal) ? reason : $"{source}: {reason}";
    }

    internal void Note(SubjectId person, string source, bool hasLineage)
    {
        if (hasLineage)
            _withoutLineage.TryRemove((person, source), out _);
        else
            _withoutLineage[(person, source)] = 0;
    }
}
