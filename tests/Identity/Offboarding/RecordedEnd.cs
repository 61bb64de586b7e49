using System.Collections.Concurrent;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Tests.Identity.Offboarding;

/// <summary>Things of people that end with them; a test says which cannot be ended.</summary>
internal sealed class RecordedEnd : IEndsWithPerson
{
    public ConcurrentQueue<(SubjectId Person, string Reason)> Ended { get; } = new();

    public ConcurrentDictionary<SubjectId, Subject> Alive { get; } = new();

    public bool IsStuck { get; set; }

    public string Kind => "things";

    public Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        if (IsStuck)
            throw new HttpRequestException("stuck");
        Ended.Enqueue((person.Id, reason));
        return Task.FromResult(Alive.TryRemove(person.Id, out _) ? 1 : 0);
    }

    public IAsyncEnumerable<Subject> StillAliveAsync(CancellationToken cancellation) => Alive.Values.ToAsyncEnumerable();
}
