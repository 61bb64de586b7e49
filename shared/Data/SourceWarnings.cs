using System.Collections.Concurrent;
using Onbehalf.Identity;

namespace Onbehalf.Data;

/// <summary>What sources last said of people's logins that only an administrator can mend. Health tells how many are concerned, never who.</summary>
public sealed class SourceWarnings
{
    private readonly ConcurrentDictionary<(SubjectId Person, string Source), byte> _withoutLineage = new();

    /// <summary>Logins whose answers are locked for everybody else, because the source cannot tell them what a query touches.</summary>
    public int WithoutLineage => _withoutLineage.Count;

    internal void Note(SubjectId person, string source, bool hasLineage)
    {
        if (hasLineage)
            _withoutLineage.TryRemove((person, source), out _);
        else
            _withoutLineage[(person, source)] = 0;
    }
}
