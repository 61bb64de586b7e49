using System.Text.Json.Nodes;

namespace Onbehalf.Sidecars.Vault;

/// <summary>Implements the Key Vault operations on the store.</summary>
internal sealed class SecretsApi(SecretStore store, SecretShapes shapes, TimeProvider time, int pageSize)
{
    public async Task<VaultReply> AnswerAsync(VaultRequest request, Stream body, CancellationToken cancellation) =>
        request switch
        {
            { Collection: "secrets", Method: "GET", Name: "" } => List(
                request, store.List(deleted: false).Select(static secret => (secret, secret.Current)), withVersion: false),
            { Collection: "secrets", Method: "GET", Rest: "versions" } => Versions(request),
            { Collection: "secrets", Method: "GET" } => Get(request),
            { Collection: "secrets", Method: "PUT", Name: not "", Rest: "" } => Set(request, await SecretBody.ReadAsync(body, cancellation)),
            { Collection: "secrets", Method: "PATCH", Name: not "" } => Update(request, await SecretBody.ReadAsync(body, cancellation)),
            { Collection: "secrets", Method: "DELETE", Name: not "", Rest: "" } => Delete(request.Name),
            { Collection: "deletedsecrets", Method: "GET", Name: "" } => ListDeleted(request),
            { Collection: "deletedsecrets", Method: "GET", Rest: "" } => Deleted(request.Name) is { } secret
                ? VaultReply.Ok(shapes.DeletedItem(secret, listed: false))
                : VaultReply.NotFound(request.Name),
            { Collection: "deletedsecrets", Method: "DELETE", Rest: "" } => Purge(request.Name),
            { Collection: "deletedsecrets", Method: "POST", Rest: "recover" } => Recover(request.Name),
            _ => VaultReply.MethodNotAllowed(),
        };

    private VaultSecret? Living(string name) => store.Find(name) is { DeletedAt: null } secret ? secret : null;

    private VaultSecret? Deleted(string name) => store.Find(name) is { DeletedAt: not null } secret ? secret : null;

    private VaultReply Get(VaultRequest request)
    {
        var secret = Living(request.Name);
        var version = request.Rest.Length == 0 ? secret?.Current : secret?.Version(request.Rest);
        if (secret is null || version is null)
            return VaultReply.NotFound(request.Name);
        return version.Enabled ? VaultReply.Ok(shapes.Bundle(secret, version)) : VaultReply.Disabled();
    }

    private VaultReply Set(VaultRequest request, SecretBody? body)
    {
        if (body?.Value is null)
            return VaultReply.BadParameter("The body must be JSON with a value.");
        if (body.Fault() is { } fault)
            return VaultReply.BadParameter(fault);
        var version = body.NewVersion(Now());
        var after = store.Change(request.Name, before => before switch
        {
            null => new VaultSecret { Name = request.Name, Versions = [version] },
            { DeletedAt: not null } => before,
            _ => before with { Versions = before.Versions.Add(version) },
        })!;
        return after.DeletedAt is null ? VaultReply.Ok(shapes.Bundle(after, version)) : VaultReply.Deleted(request.Name);
    }

    private VaultReply Update(VaultRequest request, SecretBody? body)
    {
        if (body is null || body.Fault() is not null)
            return VaultReply.BadParameter(body?.Fault() ?? "The body must be JSON.");
        if (Living(request.Name) is not { } secret || (request.Rest.Length == 0 ? secret.Current : secret.Version(request.Rest)) is not { } version)
            return VaultReply.NotFound(request.Name);
        var changed = body.ApplyTo(version, Now());
        var after = store.Change(request.Name, before => before! with { Versions = before.Versions.Replace(before.Version(version.Id)!, changed) })!;
        var bundle = shapes.Listed(after, changed, withVersion: true);
        return VaultReply.Ok(bundle);
    }

    private VaultReply Delete(string name)
    {
        if (Living(name) is null)
            return VaultReply.NotFound(name);
        var after = store.Change(name, before => before! with { DeletedAt = Now() })!;
        return VaultReply.Ok(shapes.DeletedItem(after, listed: false));
    }

    private VaultReply Purge(string name)
    {
        if (Deleted(name) is null)
            return VaultReply.NotFound(name);
        store.Change(name, static _ => null);
        return VaultReply.NoContent;
    }

    private VaultReply Recover(string name)
    {
        if (Deleted(name) is null)
            return VaultReply.NotFound(name);
        var after = store.Change(name, static before => before! with { DeletedAt = null })!;
        return VaultReply.Ok(shapes.Listed(after, after.Current, withVersion: true));
    }

    private VaultReply Versions(VaultRequest request) => Living(request.Name) is { } secret
        ? List(request, secret.Versions.Select(version => (secret, version)), withVersion: true)
        : VaultReply.Ok(shapes.Page([], "secrets", request.ApiVersion, pageSize, 0));

    private VaultReply List(VaultRequest request, IEnumerable<(VaultSecret Secret, SecretVersion Version)> found, bool withVersion) =>
        Page(request, [.. found.Select(one => shapes.Listed(one.Secret, one.Version, withVersion))]);

    private VaultReply ListDeleted(VaultRequest request) =>
        Page(request, [.. store.List(deleted: true).Select(secret => shapes.DeletedItem(secret, listed: true))]);

    private VaultReply Page(VaultRequest request, IReadOnlyList<JsonObject> all)
    {
        string[] path = [request.Collection, request.Name, request.Rest];
        return VaultReply.Ok(
            shapes.Page(all, string.Join('/', path.Where(static part => part.Length > 0)), request.ApiVersion, request.MaxResults ?? pageSize, request.Skip));
    }

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
