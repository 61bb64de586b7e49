using System.Collections.Immutable;
using Onbehalf.People;

namespace Onbehalf.Identity;

/// <summary>Asks an identity provider's directory about a person: never with the person's token, never about anything but account state.</summary>
public interface IDirectory
{
    string ProviderId { get; }

    /// <summary>True where asking about a person uses a grant of theirs: then they are not asked about in anybody else's turn.</summary>
    bool UsesPersonsGrant => false;

    Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation);

    /// <summary>Whether this person can still be asked about when no request of theirs is there to prove anything.</summary>
    Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation);

    /// <summary>People whose name starts with or contains <paramref name="query"/>; empty where the provider cannot be searched.</summary>
    Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation);
}

public abstract record DirectoryAnswer
{
    private DirectoryAnswer()
    {
    }

    public sealed record Active(string Name, ImmutableSortedSet<string> Groups, string Version) : DirectoryAnswer;

    /// <summary>A clear no: the provider states that the account has ended. Everything of the person's ends.</summary>
    public sealed record Disabled : DirectoryAnswer;

    /// <summary>A clear no: the provider has no such account.</summary>
    public sealed record Unknown : DirectoryAnswer;

    /// <summary>
    /// No clear answer: the act is refused and nothing ends. <paramref name="Reason"/> is for the operator's log. With a <paramref name="Sentence"/> the person
    /// learns what to do; <paramref name="Code"/> names the case.
    /// </summary>
    public sealed record Unavailable(string Reason, string Code = AccountCodes.DirectoryUnavailable, string? Sentence = null) : DirectoryAnswer;
}
