using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Identity.Web.TokenCacheProviders;
using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>
/// The MSAL cache of one on-behalf-of process, in a vault secret of its person. It is created for one request and has access to one secret; keys
/// of other processes are ignored. It has no access tokens, and MSAL returns none before the write has succeeded.
/// </summary>
internal sealed class ProcessCache(OnBehalfGrants grants, SubjectId subject, Connection connection, string process, OnBehalfGrant? begun)
    : MsalAbstractTokenCacheProvider
{
    private OnBehalfGrant? _kept = begun;

    /// <summary>MSAL's session key of the process.</summary>
    public string Key { get; } = $"{subject}-{connection.Id}";

    /// <summary>Whether the vault has the tokens that the next request needs.</summary>
    public bool IsKept => _kept is not null;

    protected override Task<byte[]?> ReadCacheBytesAsync(string cacheKey) =>
        Task.FromResult(cacheKey == Key && _kept is { } kept ? Convert.FromBase64String(kept.State.Reveal()) : null);

    protected override async Task WriteCacheBytesAsync(string cacheKey, byte[] bytes)
    {
        RequireOwn(cacheKey);
        _kept = await grants.WriteAsync(subject, connection, process, WithoutAccessTokens(bytes), _kept?.Version);
    }

    protected override async Task RemoveKeyAsync(string cacheKey)
    {
        RequireOwn(cacheKey);
        await grants.EndAsync(subject, connection);
        _kept = null;
    }

    private void RequireOwn(string cacheKey)
    {
        if (cacheKey != Key)
            throw new InvalidOperationException("MSAL asked for a cache of another process.");
    }

    private static SecretText WithoutAccessTokens(byte[] cache)
    {
        var sections = JsonNode.Parse(cache)!.AsObject();
        sections["AccessToken"] = new JsonObject();
        return new(Convert.ToBase64String(Encoding.UTF8.GetBytes(sections.ToJsonString())));
    }
}
