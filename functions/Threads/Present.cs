using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>Who has a thread open at this instance, by number of streams.</summary>
internal sealed class Present
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ThreadId, Dictionary<SubjectId, (Participant Person, int Streams)>> _here = [];

    /// <summary>Counts one more stream; the others who are here.</summary>
    public IReadOnlyList<Participant> Enter(ThreadId thread, Participant person)
    {
        lock (_gate)
        {
            if (!_here.TryGetValue(thread, out var people))
                _here[thread] = people = [];
            people[person.Subject] = (person, people.GetValueOrDefault(person.Subject).Streams + 1);
            return [.. people.Values.Select(static p => p.Person).Where(p => p.Subject != person.Subject)];
        }
    }

    /// <summary>True when that was the person's last stream.</summary>
    public bool Leave(ThreadId thread, Participant person)
    {
        lock (_gate)
        {
            var people = _here[thread];
            var left = people[person.Subject].Streams - 1;
            if (left > 0)
                people[person.Subject] = (person, left);
            else
                people.Remove(person.Subject);
            if (people.Count == 0)
                _here.Remove(thread);
            return left == 0;
        }
    }
}
