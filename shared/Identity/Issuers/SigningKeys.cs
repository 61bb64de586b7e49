using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// The keys of one key set by their names. <c>kid</c> is optional (RFC 7515 §4.1.4, RFC 7517 §4.5): where the set holds one key, a token without a
/// name is signed with it, and so is any token where that key has no name. With several keys, a missing name is nobody's.
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
        // One entry of a set can be read as a bare key and as a certificate.
        var different = usable.Select(static key => Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())).Distinct(StringComparer.Ordinal).Count();
        _only = different == 1 ? [.. usable] : [];
    }

    public bool IsEmpty => _byName.Count == 0 && _only.IsEmpty;

    /// <summary>Null where no key of the set can have signed a token with this name.</summary>
    public ImmutableArray<SecurityKey>? Find(string? name)
    {
        if (name is { Length: > 0 } && _byName.TryGetValue(name, out var named))
            return named;
        return !_only.IsEmpty && (name is null or "" || _byName.Count == 0) ? _only : null;
    }

    /// <summary>Whether a key is found by being the only one: then another key can take its place without another name.</summary>
    public bool IsNameless(string? name) => Find(name) is not null && (name is null or "" || !_byName.ContainsKey(name));

    /// <summary>Rules that try this one key only.</summary>
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
