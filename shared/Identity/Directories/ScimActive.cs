using System.Text.Json;

namespace Onbehalf.Identity.Directories;

/// <summary>
/// Reads <c>active</c> of a SCIM user: a boolean (RFC 7643 §4.1.1) with a case-insensitive name (§2.1). Offboarding cannot be undone, so only
/// <c>false</c> itself counts as ended. The text <c>"true"</c> is accepted, because it is unambiguous.
/// </summary>
internal static class ScimActive
{
    /// <summary>Null if the server reports neither value, or reports it twice.</summary>
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
