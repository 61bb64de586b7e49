using System.Text.RegularExpressions;

namespace Onbehalf.Threads;

/// <summary>Looks up time zones by their IANA names.</summary>
public static partial class IanaZone
{
    /// <summary>Returns null for a name that is not in the IANA database.</summary>
    public static TimeZoneInfo? Find(string id) =>
        id.Length <= 64 && ZoneId().IsMatch(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && (zone.HasIanaId || id == "UTC") ? zone : null;

    [GeneratedRegex(@"^[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}\z")]
    private static partial Regex ZoneId();
}
