using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Onbehalf.People;

namespace Onbehalf.Identity;

/// <summary>
/// The current rights of one verified person, for one turn or one request. Only <see cref="Authorities"/> creates it, after asking the identity
/// provider's directory. It cannot be serialised and prints only its subject's id.
/// </summary>
[JsonConverter(typeof(NeverSerialized<Authority>))]
public sealed class Authority
{
    internal Authority(Subject subject, ImmutableSortedSet<string> groups, string version, DateTimeOffset confirmedAt)
    {
        Subject = subject;
        Groups = groups;
        Version = version;
        ConfirmedAt = confirmedAt;
    }

    public Subject Subject { get; }

    /// <summary>Groups at the directory at <see cref="ConfirmedAt"/>; never the groups of a token.</summary>
    public ImmutableSortedSet<string> Groups { get; }

    /// <summary>Changes whenever the directory's answer about this person changes; part of every cache key.</summary>
    public string Version { get; }

    public DateTimeOffset ConfirmedAt { get; }

    public override string ToString() => $"Authority({Subject.Id})";
}

/// <summary>The result of confirming a person: an <see cref="Authority"/>, or a sentence that the person can act on.</summary>
public abstract record AuthorityResult
{
    private AuthorityResult()
    {
    }

    public sealed record Confirmed(Authority Authority) : AuthorityResult;

    /// <summary><paramref name="Code"/> is one of <see cref="AccountCodes"/>.</summary>
    public sealed record Refused(string Code, string Reason) : AuthorityResult
    {
        /// <summary>The directory reports that the account has ended. Only this result ends the person's access.</summary>
        public bool IsClearNo { get; init; }
    }
}

/// <summary>How old a directory confirmation may be. Reads may reuse one for IDENTITY_CONFIRM_SECONDS; everything else asks.</summary>
public enum Freshness
{
    Read,
    Now,
}
