using System.Collections.Concurrent;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Tests.Threads;

/// <summary>A directory whose people are alive until a test says otherwise.</summary>
internal sealed class PaperDirectory : IDirectory
{
    private const string Issuer = "https://issuer.test";

    private readonly ConcurrentDictionary<SubjectId, Subject> _people = new();
    private readonly ConcurrentDictionary<SubjectId, bool> _disabled = new();

    public string ProviderId => "test";

    public Subject Person(string name)
    {
        var key = name.ToLowerInvariant();
        var person = new Subject(SubjectId.Of(Issuer, null, key), ProviderId, Issuer, null, key, name);
        return _people.GetOrAdd(person.Id, person);
    }

    public void Disable(Subject person) => _disabled[person.Id] = true;

    public Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation) => Task.FromResult<DirectoryAnswer>(
        _disabled.ContainsKey(subject.Id) ? new DirectoryAnswer.Disabled() : new DirectoryAnswer.Active(subject.Name, [], "1"));

    public Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation) => Task.FromResult(true);

    public Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Subject>>([.. _people.Values.Where(p => p.Name.Contains(query, StringComparison.OrdinalIgnoreCase)).Take(limit)]);
}
