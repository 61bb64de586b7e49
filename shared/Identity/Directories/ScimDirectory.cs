using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity.Directories;

/// <summary>Any SCIM 2.0 server (RFC 7643, 7644) whose user id is the issuer's <c>sub</c>. A group counts by its <c>value</c>: names can collide.</summary>
internal sealed class ScimDirectory(Issuer issuer, DirectoryClient client) : IDirectory
{
    private const string ErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

    public string ProviderId => issuer.Id;

    /// <summary>RFC 7644 §3.12. Servers also write the status as a number.</summary>
    public static bool IsAbsence(JsonElement body) =>
        body.ScimField("schemas") is { ValueKind: JsonValueKind.Array } schemas
        && schemas.EnumerateArray().Any(static schema => schema.ValueKind is JsonValueKind.String && schema.ValueEquals(ErrorSchema))
        && body.ScimField("status") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } status && status.ToString() == "404";

    public Task<bool> CanAnswerLaterAsync(Subject subject, CancellationToken cancellation) => Task.FromResult(true);

    public async Task<DirectoryAnswer> FindAsync(Subject subject, CancellationToken cancellation)
    {
        if (DirectoryClient.Segment(subject.Key) is not { } key)
            return new DirectoryAnswer.Unknown();
        return await client.GetAsync($"Users/{key}", cancellation) switch
        {
            DirectoryReply.Missing => new DirectoryAnswer.Unknown(),
            DirectoryReply.Failed failed => new DirectoryAnswer.Unavailable(failed.Reason),
            DirectoryReply.Found found => Read(subject, found.Body),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    public async Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation)
    {
        var quoted = query.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var filter = query.Length == 0 ? "" : $"&filter={Uri.EscapeDataString($"displayName co \"{quoted}\"")}";
        return await client.GetAsync($"Users?count={limit}{filter}", cancellation) is DirectoryReply.Found found
            && found.Body.ScimField("Resources") is { ValueKind: JsonValueKind.Array } users
                ? [.. users.EnumerateArray().Select(Person).OfType<Subject>().Take(limit)]
                : [];
    }

    private static DirectoryAnswer Read(Subject subject, JsonElement user)
    {
        if (user.ScimText("id") != subject.Key)
            return new DirectoryAnswer.Unavailable("The directory answered about somebody else.");
        if (ScimActive.Of(user) is not { } isActive)
            return new DirectoryAnswer.Unavailable("The directory does not say active as true or false (RFC 7643 §4.1.1).");
        if (!isActive)
            return new DirectoryAnswer.Disabled();
        if (Groups(user) is not { } groups)
            return new DirectoryAnswer.Unavailable("The directory does not list groups as objects with a value (RFC 7643 §4.1.2).");
        var version = user.ScimField("meta") is { } meta ? meta.ScimText("version") : null;
        return new DirectoryAnswer.Active(DisplayName.Of(NameOf(user), subject.Name), groups, version ?? "");
    }

    /// <summary>Empty if the directory lists no groups; null if the list cannot be read completely.</summary>
    private static ImmutableSortedSet<string>? Groups(JsonElement user) => user.ScimField("groups") switch
    {
        null or { ValueKind: JsonValueKind.Null } => ImmutableSortedSet<string>.Empty,
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(static group => group.ScimText("value") is { Length: > 0 }) =>
            list.EnumerateArray().Select(static group => group.ScimText("value")!).ToImmutableSortedSet(StringComparer.Ordinal),
        _ => null,
    };

    private static string? NameOf(JsonElement user) => user.ScimText("displayName") ?? (user.ScimField("name") is { } name ? name.ScimText("formatted") : null);

    private Subject? Person(JsonElement user) => user.ScimText("id") is { Length: > 0 } key
        ? new(SubjectId.Of(issuer.Url, null, key), issuer.Id, issuer.Url, null, key, DisplayName.Of(NameOf(user), key))
        : null;
}

/// <summary>
/// Reads <c>active</c> of a SCIM user: a boolean (RFC 7643 §4.1.1) with a case-insensitive name (§2.1). Offboarding cannot be undone, so only
/// <c>false</c> itself counts as ended. The text <c>"true"</c> is accepted, because it is unambiguous.
/// </summary>
internal static class ScimActive
{
    /// <summary>Null if the server reports neither value, or reports it twice.</summary>
    public static bool? Of(JsonElement user) => user.ScimField("active") is { } value ? Read(value) : null;

    private static bool? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase) => true,
        _ => null,
    };
}

/// <summary>Members of a SCIM resource by their names, which are case-insensitive (RFC 7643 §2.1). A name that occurs twice counts as absent.</summary>
internal static class ScimFields
{
    public static JsonElement? ScimField(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object
        && element.EnumerateObject().Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray() is [{ Value: var value }]
            ? value
            : null;

    public static string? ScimText(this JsonElement element, string name) =>
        element.ScimField(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
