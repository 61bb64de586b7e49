using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;

namespace Onbehalf.Identity.Signals;

/// <summary>Maps a provider's key of a person to the product's id, by issuer and key, never by an address or a name.</summary>
internal sealed class SignalPeople(string provider, Issuer issuer)
{
    private const int LongestKey = 255;

    public string Provider => provider;

    public Issuer Issuer => issuer;

    /// <summary>Returns the signal, or null if the key cannot belong to a person of this issuer.</summary>
    public Signal? Signal(string? key, SignalKind kind, string? id, string? tenant = null)
    {
        if (key is not { Length: > 0 and <= LongestKey })
            return null;
        tenant = issuer.IsEntra ? tenant ?? issuer.OnlyTenant : null;
        return issuer.AcceptsTenant(tenant) ? new(provider, SubjectId.Of(issuer.Url, tenant, key), kind, id) : null;
    }
}
