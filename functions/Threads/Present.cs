using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>Presence: the people who have a thread open on this instance, with the number of their streams.</summary>
internal sealed class Present
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ThreadId, Dictionary<SubjectId, (Participant Person, int Streams)>> _here = [];

    /// <summary>Adds a stream. Returns the other people who are present.</summary>
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

    /// <summary>Removes a stream. Returns true if it was the person's last one.</summary>
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
