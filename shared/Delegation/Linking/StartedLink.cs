using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Delegation.Linking;

/// <summary>A stored link, under the hash of its state, for one person in one browser session.</summary>
internal sealed record StartedLink(
    string Hash, Subject Person, string Session, ConnectionName Connection, DateTimeOffset ExpiresAt, byte[] Sealed, Azure.ETag ETag);
