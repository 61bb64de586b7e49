using System.Globalization;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.Wiki;

/// <summary>The number of a version, as a query or an entity tag says it.</summary>
internal static class VersionNumber
{
    private const int Most = 99_999_998;

    /// <summary>True for none at all, with null.</summary>
    public static bool TryRead(string? text, out int? version)
    {
        version = int.TryParse(text?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most ? number : null;
        return string.IsNullOrEmpty(text) || version is not null;
    }

    public static Problem Unreadable(string name) => Problem.BadRequest("version", $"{name} must be the number of a version.");
}
