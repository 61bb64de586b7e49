using System.Text.Json;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity.Directories;

/// <summary>Entra ID through Microsoft Graph, with the app's own credential. A group counts by its id: anybody may create one with any name.</summary>
internal sealed class GraphDirectory(Issuer issuer, DirectoryClient client) : IDirectory
{
    public string ProviderId => issuer.Id;

    /// <summary>The code of a directory object that does not exist; an address that does not exist has another one.</summary>
    public static bool IsAbsence(JsonElement body) => body.Field("error") is { } error && error.Text("code") == "Request_ResourceNotFound";

    public Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation) => Task.FromResult(true);

    public async Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(subject.Key, "D", out var oid))
            return new DirectoryAnswer.Unknown();
        // Without the OData cast to groups: that needs ConsistencyLevel=eventual, an index that may lag behind a removal.
        var memberships = client.ListAsync($"users/{oid}/transitiveMemberOf?$select=id&$top=999", static body => body.Field("value"), cancellation);
        var account = await client.GetAsync($"users/{oid}?$select=id,accountEnabled,displayName", cancellation);
        var groups = await memberships;
        return account switch
        {
            DirectoryReply.Missing => new DirectoryAnswer.Unknown(),
            DirectoryReply.Failed failed => new DirectoryAnswer.Unavailable(failed.Reason),
            DirectoryReply.Found found when !Guid.TryParse(found.Body.Text("id"), out var id) || id != oid =>
                new DirectoryAnswer.Unavailable("The directory answered about somebody else."),
            DirectoryReply.Found found when found.Body.Field("accountEnabled") is { ValueKind: JsonValueKind.False } => new DirectoryAnswer.Disabled(),
            DirectoryReply.Found found when !found.Body.IsTrue("accountEnabled") =>
                new DirectoryAnswer.Unavailable("The directory does not show accountEnabled; the app needs User.Read.All."),
            DirectoryReply.Found when groups is null => new DirectoryAnswer.Unavailable("The directory did not list the groups."),
            DirectoryReply.Found found => new DirectoryAnswer.Active(
                DisplayName.Of(found.Body.Text("displayName"), subject.Name), groups!.Where(IsGroup).Set("id"), ""),
            _ => throw new InvalidOperationException(account.GetType().Name),
        };
    }

    public async Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation)
    {
        if (issuer.OnlyTenant is not { } tenant)
            return [];
        var literal = query.Replace("'", "''", StringComparison.Ordinal);
        var filter = query.Length == 0 ? "" : $"&$filter={Uri.EscapeDataString($"startswith(displayName,'{literal}')")}";
        return await client.GetAsync($"users?$select=id,displayName&$top={limit}{filter}", cancellation) is DirectoryReply.Found found
            && found.Body.Field("value") is { ValueKind: JsonValueKind.Array } users
                ? [.. users.EnumerateArray().Select(user => Person(user, tenant)).OfType<Subject>().Take(limit)]
                : [];
    }

    private static bool IsGroup(JsonElement entry) => entry.Text("@odata.type") == "#microsoft.graph.group";

    private Subject? Person(JsonElement user, string tenant) => user.Text("id") is { Length: > 0 } key
        ? new(SubjectId.Of(issuer.Url, tenant, key), issuer.Id, issuer.Url, tenant, key, DisplayName.Of(user.Text("displayName"), key))
        : null;
}
