using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// The keys of one key set by <c>kid</c>, which is optional (RFC 7515 §4.1.4, RFC 7517 §4.5). If the set has one key, a token without <c>kid</c>
/// uses it. If that key has no name, every token uses it. With several keys, a token without <c>kid</c> has no key.
/// </summary>
internal sealed class SigningKeys
{
    private readonly FrozenDictionary<string, ImmutableArray<SecurityKey>> _byName;
    private readonly ImmutableArray<SecurityKey> _only;

    public SigningKeys(IReadOnlyCollection<SecurityKey> usable)
    {
        _byName = usable.Where(static key => key.KeyId is { Length: > 0 })
            .GroupBy(static key => key.KeyId, StringComparer.Ordinal)
            .ToFrozenDictionary(static same => same.Key, static same => same.ToImmutableArray(), StringComparer.Ordinal);
        // One entry of a set can yield both a bare key and a certificate.
        var different = usable.Select(static key => Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())).Distinct(StringComparer.Ordinal).Count();
        _only = different == 1 ? [.. usable] : [];
    }

    public bool IsEmpty => _byName.Count == 0 && _only.IsEmpty;

    /// <summary>Returns the keys for a <c>kid</c>, or null if no key of the set can have signed such a token.</summary>
    public ImmutableArray<SecurityKey>? Find(string? name)
    {
        if (name is { Length: > 0 } && _byName.TryGetValue(name, out var named))
            return named;
        return !_only.IsEmpty && (name is null or "" || _byName.Count == 0) ? _only : null;
    }

    /// <summary>Returns true if the key matches only because it is the sole key. Its replacement then has no new name.</summary>
    public bool IsNameless(string? name) => Find(name) is not null && (name is null or "" || !_byName.ContainsKey(name));

    /// <summary>Returns the rules restricted to this key.</summary>
    public TokenValidationParameters Narrow(TokenValidationParameters rules, string? name)
    {
        if (!IsNameless(name))
            return rules;
        var narrowed = rules.Clone();
        narrowed.IssuerSigningKeys = Find(name) ?? [];
        narrowed.TryAllIssuerSigningKeys = true;
        return narrowed;
    }
}
