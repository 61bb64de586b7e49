using System.Globalization;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.Wiki;

/// <summary>Parses a version number from a query or an entity tag.</summary>
internal static class VersionNumber
{
    private const int Most = 99_999_998;

    /// <summary>Returns true with null for an absent number.</summary>
    public static bool TryRead(string? text, out int? version)
    {
        version = int.TryParse(text?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most ? number : null;
        return string.IsNullOrEmpty(text) || version is not null;
    }

    public static Problem Unreadable(string name) => Problem.BadRequest("version", $"{name} must be the number of a version.");
}
