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
