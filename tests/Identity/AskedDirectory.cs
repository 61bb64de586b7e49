using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Tests.Identity;

/// <summary>A directory whose answers a test decides, one question at a time.</summary>
internal sealed class AskedDirectory : IDirectory
{
    private int _questions;

    public string ProviderId => "test";

    public int Questions => _questions;

    public ConcurrentDictionary<string, ImmutableSortedSet<string>> Groups { get; } = new(StringComparer.Ordinal);

    public Func<Subject, Task<DirectoryAnswer?>> Answer { get; set; } = static _ => Task.FromResult<DirectoryAnswer?>(null);

    public Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation) => Task.FromResult(true);

    public async Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _questions);
        return await Answer(subject) ?? new DirectoryAnswer.Active(subject.Name, Groups.GetValueOrDefault(subject.Key, []), "1");
    }

    public Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Subject>>([]);
}
