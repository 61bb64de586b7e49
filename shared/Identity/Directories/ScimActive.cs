using System.Text.Json;

namespace Onbehalf.Identity.Directories;

/// <summary>
/// <c>active</c> of a SCIM user, a boolean (RFC 7643 §4.1.1) under a name without case (§2.1). Ending somebody's access cannot be undone, so only
/// <c>false</c> itself ends it; the word <c>"true"</c> is read, because it can mean nothing else.
/// </summary>
internal static class ScimActive
{
    /// <summary>Null where the server says neither, or says it twice.</summary>
    public static bool? Of(JsonElement user)
    {
        var said = user.EnumerateObject().Where(static member => member.Name.Equals("active", StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return said is [{ Value: var value }] ? Read(value) : null;
    }

    private static bool? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase) => true,
        _ => null,
    };
}
