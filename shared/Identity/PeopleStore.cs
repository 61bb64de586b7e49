namespace Onbehalf.Identity;

/// <summary>Who a subject id stands for: people who have signed in, and people found in a directory.</summary>
public sealed class PeopleStore
{
    /// <summary>The person, or null when nobody with this id is known here or in any searchable directory.</summary>
    public Task<Subject?> FindAsync(SubjectId id, CancellationToken cancellation) => throw new NotImplementedException();

    public Task RememberAsync(Subject subject, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation) => throw new NotImplementedException();
}
