using System.Globalization;
using System.Text.Json.Nodes;

namespace Onbehalf.Sidecars.Vault;

/// <summary>Formats secrets in Key Vault's JSON.</summary>
internal sealed class SecretShapes(string address)
{
    private const int RecoverableDays = 90;

    public JsonObject Bundle(VaultSecret secret, SecretVersion version)
    {
        var item = Item($"{address}secrets/{secret.Name}/{version.Id}", version);
        item["value"] = version.Value;
        return item;
    }

    /// <summary>Returns a version without its value. Lists of secrets contain ids without a version, lists of versions with one.</summary>
    public JsonObject Listed(VaultSecret secret, SecretVersion version, bool withVersion) =>
        Item(withVersion ? $"{address}secrets/{secret.Name}/{version.Id}" : $"{address}secrets/{secret.Name}", version);

    public JsonObject DeletedItem(VaultSecret secret, bool listed)
    {
        var item = Listed(secret, secret.Current, withVersion: !listed);
        item["recoveryId"] = $"{address}deletedsecrets/{secret.Name}";
        item["deletedDate"] = secret.DeletedAt;
        item["scheduledPurgeDate"] = secret.DeletedAt + (RecoverableDays * 24 * 3600);
        return item;
    }

    public JsonObject Page(IReadOnlyList<JsonObject> all, string path, string version, int size, int skip)
    {
        var page = all.Skip(skip).Take(size).ToArray<JsonNode?>();
        var next = skip + page.Length < all.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{address}{path}?api-version={version}&$skiptoken={skip + page.Length}&maxresults={size}")
            : null;
        return new() { ["value"] = new JsonArray(page), ["nextLink"] = next };
    }

    private static JsonObject Item(string id, SecretVersion version)
    {
        var attributes = new JsonObject
        {
            ["enabled"] = version.Enabled,
            ["created"] = version.Created,
            ["updated"] = version.Updated,
            ["recoveryLevel"] = "Recoverable+Purgeable",
            ["recoverableDays"] = RecoverableDays,
        };
        if (version.NotBefore is { } notBefore)
            attributes["nbf"] = notBefore;
        if (version.Expires is { } expires)
            attributes["exp"] = expires;
        var item = new JsonObject { ["id"] = id, ["attributes"] = attributes };
        if (version.ContentType is { } type)
            item["contentType"] = type;
        if (version.Tags is { Count: > 0 } tags)
            item["tags"] = new JsonObject(tags.Select(static tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));
        return item;
    }
}
